import { App, LogLevel } from '@slack/bolt';

/**
 * The floor for acknowledgements: a Bolt app that does nothing but acknowledge. Settings as Rekindle's own:
 * SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL.
 */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});
app.command(/.*/, async ({ ack }) => {
  await ack();
});
app.action(/.*/, async ({ ack }) => {
  await ack();
});
await app.start();
process.stdout.write('ready\n');
