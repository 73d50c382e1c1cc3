import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
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
const app = await startOrExit(config);
console.log(`\n${partsTable(app.parts)}\n`);
if (app.localUrl) console.log(`Open ${app.localUrl.replace('127.0.0.1', 'localhost')} in your browser.\n`);

let stopping = false;
function stop(): void {
  // A second Ctrl+C is somebody who doesn't want to wait.
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  app.stop(STOP_WITHIN_MS - 1_000).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
