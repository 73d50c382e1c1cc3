import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { createLogger } from '#platform/logger.ts';
import { type App, startApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { partsTable } from './parts-table.ts';

/** How long a stop may take; what still runs then is taken up at the next start. */
const STOP_WITHIN_MS = 10_000;

function readConfigOrExit(): Config {
  if (existsSync('.env')) loadEnvFile('.env');
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

async function startOrExit(config: Config): Promise<App> {
  try {
    return await startApp(config);
  } catch (error) {
    // Errors of ours are sentences for an operator; of anything else the stack is what helps.
    const ours = error instanceof Error && !(error instanceof TypeError) && error.constructor !== Error;
    console.error(ours ? error.message : error);
    process.exit(1);
  }
}

const config = readConfigOrExit();
const logger = createLogger(config.logLevel);
const app = await startOrExit(config);
console.log(`\n${partsTable(app.parts)}\n`);
if (app.localUrl) console.log(`Open ${app.localUrl.replace('127.0.0.1', 'localhost')} in your browser.\n`);

let stopping = false;
let exitCode = 0;
function stop(): void {
  stopping = true;
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  app.stop(STOP_WITHIN_MS - 1_000).then(
    () => process.exit(exitCode),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
function stopOnSignal(): void {
  // A second Ctrl+C is somebody who doesn't want to wait.
  if (stopping) process.exit(1);
  stop();
}
process.on('SIGTERM', stopOnSignal);
process.on('SIGINT', stopOnSignal);
// Node itself would end the process in the middle of everything else that runs.
process.on('unhandledRejection', (error) => {
  logger.error({ err: error }, 'something failed that nobody waited for; Rekindle stops');
  exitCode = 1;
  if (!stopping) stop();
});
