# Debian trixie: its glibc (2.41) runs the embedded database engine as it is published.
FROM node:24-trixie-slim

# tini hands signals on and takes care of the database engine's process, should it outlive its parent.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY LICENSE manifest.json ./
COPY prompts ./prompts
COPY src ./src

# Everything embedded is kept here; with MONGODB_URI and SECRET_KEY nothing is.
ENV DATA_DIR=/data PORT=3000
# The link: an env file with an empty DATA_DIR= means data in this folder.
RUN mkdir /data && chown node:node /data && ln -s /data /app/data
VOLUME /data
USER node

EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Not by npm start: npm would stand between the signals and the app. docker stop waits 10 s, as long as the app may take.
ENTRYPOINT ["tini", "--"]
CMD ["node", "src/main.ts"]
