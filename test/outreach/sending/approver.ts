import { openDatabase } from '#platform/database/database.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { approve } from '../../../src/outreach/deciding/approve.ts';
import { sendDraft } from '../../../src/outreach/sending/send.ts';
import { candidate, RILEY, testOutreach, testPeople } from '../../support/outreach.ts';

/**
 * Approves and sends every draft that waits, eight at a time, in an order of its own, until none is left: a process of
 * its own, so that it can be killed. Arguments: the database's address, the SMTP address, its name.
 */
const [uri = '', smtpUrl = '', name = ''] = process.argv.slice(2);
const database = await openDatabase({ uri, directory: '', logger: createLogger('silent') });
const drafts = database.db.collection<{ _id: string; candidateId: string; state: string }>('drafts');
const people = testPeople(
  (await drafts.find().toArray()).map(({ candidateId }, index) =>
    candidate({ _id: candidateId, emails: [`p${index}@example.com`] }),
  ),
);
const mailer = createMailer({ smtpUrl, logger: createLogger('silent') });
const deps = await testOutreach(database.db, { people, mailer, processId: name });
deps.messages.domainPerHour = 1_000;
deps.messages.senderPerDay = 1_000;
deps.writing = { ...deps.writing, dailyCap: 1_000 };

for (;;) {
  const waiting = await drafts.find({ state: 'waiting' }, { projection: { _id: 1 } }).toArray();
  if (waiting.length === 0) break;
  const ids = waiting.map(({ _id }) => _id).toSorted(() => Math.random() - 0.5);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        await approve(deps, { draftId: id, version: 1, by: RILEY, isRecruiter: true, confirmed: ['checks'] });
        await sendDraft(deps, id);
      }
    }),
  );
}
mailer.close();
await database.close();
