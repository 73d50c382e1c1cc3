import type { Jobs } from '#platform/jobs/jobs.ts';
import type { Model } from '#platform/llm/model.ts';
import type { Mailer, SendResult } from '#platform/mail/mailer.ts';
import type { Metrics } from './metrics.ts';

/** The same parts, each of which tells the metrics what it does: neither they nor who uses them knows. */

/** Sweeps that are registered with it are timed. */
export function measuredJobs(jobs: Jobs, metrics: Pick<Metrics, 'job'>): Jobs {
  return {
    ...jobs,
    every: (name, seconds, sweep) =>
      jobs.every(name, seconds, async (stopping) => {
        const passed = stopwatch();
        let failed = true;
        try {
          await sweep(stopping);
          failed = false;
        } finally {
          metrics.job(name, passed(), failed);
        }
      }),
  };
}

/** `accepted`, `refused`, `deferred` (the server said to come again), `not sent` or `unclear`. */
export function measuredMailer(mailer: Mailer, metrics: Pick<Metrics, 'mail'>): Mailer {
  return {
    ...mailer,
    async send(mail, late) {
      const result = await mailer.send(mail, late);
      metrics.mail(outcomeOf(result));
      return result;
    },
  };
}

function outcomeOf(result: SendResult): string {
  return result.outcome === 'refused' && !result.permanent ? 'deferred' : result.outcome;
}

/** By outcome, with the tokens of what was answered. */
export function measuredModel(model: Model, metrics: Pick<Metrics, 'model'>): Model {
  return {
    async generate(question) {
      const passed = stopwatch();
      const answer = await model.generate(question);
      const tokens =
        answer.outcome === 'ok'
          ? { input: answer.usage.inputTokens, output: answer.usage.outputTokens }
          : null;
      metrics.model(answer.outcome, passed(), tokens);
      return answer;
    },
  };
}

/** @returns how many seconds have passed since */
function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
