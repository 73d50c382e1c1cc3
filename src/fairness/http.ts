import express, { type Router } from 'express';
import { limitedPages } from '#platform/http/limits.ts';
import { type DescribeDeps, describeSelf, readSelfToken } from './describe.ts';
import { ASKED, DIMENSIONS, type Said, saidSchema } from './self-description.ts';

/** The form in which a candidate may say who they are. */
export function fairnessRouter(deps: DescribeDeps): Router {
  const router = express.Router();
  router.use('/self', limitedPages());
  router.use('/self', (_request, response, next) => {
    response
      .set('Cache-Control', 'no-store')
      .set('X-Robots-Tag', 'noindex')
      .set('Referrer-Policy', 'no-referrer');
    next();
  });
  router.get('/self/:token', async (request, response) => {
    const candidateId = readSelfToken(deps.secretKey, request.params.token);
    const candidate = candidateId === null ? null : await deps.candidateById(candidateId);
    if (!candidate) {
      response.status(404).send(page('This link doesn’t work', '<p>It may have been cut off.</p>'));
      return;
    }
    const [said] = await deps.fairness.said([candidate._id]);
    response.send(page('Who you are, if you like to say', form(said ?? null)));
  });
  router.post(
    '/self/:token',
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      const candidateId = readSelfToken(deps.secretKey, request.params['token'] ?? '');
      if (candidateId === null) {
        response.status(404).send(page('This link doesn’t work', '<p>It may have been cut off.</p>'));
        return;
      }
      const said = saidSchema.parse(request.body ?? {});
      await describeSelf(deps, candidateId, said);
      const isTaken = said.gender === null && said.ethnicity === null;
      response.send(
        page(
          'Thank you',
          isTaken
            ? '<p>Nothing is kept of what you may have said before.</p>'
            : '<p>It is kept apart from everything else. This link shows it, changes it and takes it back.</p>',
        ),
      );
    },
  );
  return router;
}

const WHY =
  '<p>This is voluntary and changes nothing for you, whatever you choose. Nobody who decides about people sees it and no ranking reads it: it is counted to see whether people of all groups are chosen equally often.</p>';

function form(said: Said | null): string {
  const fields = DIMENSIONS.map((dimension) => {
    const { question, answers } = ASKED[dimension];
    const radio = (value: string, label: string) =>
      `<label style="display: block; margin: .3em 0"><input type="radio" name="${dimension}" value="${value}"${(said?.[dimension] ?? '') === value ? ' checked' : ''}> ${label}</label>`;
    return `<fieldset style="margin: 1em 0"><legend>${question}</legend>${Object.entries(answers)
      .map(([value, label]) => radio(value, label))
      .join('')}${radio('', 'I’d rather not say')}</fieldset>`;
  });
  return `${WHY}<form method="post">${fields.join('')}<button>Save</button></form>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body style="font-family: sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em"><h1>${title}</h1>${body}</body></html>`;
}
