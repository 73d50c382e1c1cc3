import { auditIndexes } from '#audit/store.ts';
import { searchIndexes } from '#candidates/search-store.ts';
import { candidateIndexes } from '#candidates/store.ts';
import { vocabularyIndexes } from '#candidates/vocabulary-store.ts';
import { mergeIndexes } from '#duplicates/merge-store.ts';
import { pairIndexes } from '#duplicates/store.ts';
import { touchpointIndexes } from '#engagement/store.ts';
import { attendanceIndexes, eventIndexes } from '#events/store.ts';
import { importIndexes, refusalIndexes } from '#imports/store.ts';
import { bulkEnrolmentIndexes } from '#nurture/bulk-enrolment-store.ts';
import { enrolmentIndexes, sequenceIndexes } from '#nurture/store.ts';
import { batchIndexes } from '#outreach/batch/batch-store.ts';
import { slotIndexes } from '#outreach/sending/slots.ts';
import { draftIndexes } from '#outreach/store.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { jobIndexes } from '#platform/jobs/jobs.ts';
import { deliveryIndexes } from '#platform/slack/deliveries.ts';
import { additionIndexes } from '#pools/addition-store.ts';
import { poolDayIndexes, poolIndexes } from '#pools/store.ts';
import { erasureIndexes } from '#privacy/store.ts';
import { reengagementIndexes } from '#reengagement/store.ts';
import { mentionIndexes } from '#referrals/mention-store.ts';
import { referralIndexes } from '#referrals/store.ts';
import { reminderIndexes } from '#reminders/store.ts';
import { matchIndexes } from '#roles/match-store.ts';
import { postIndexes, rankingIndexes } from '#roles/post-store.ts';
import { roleIndexes } from '#roles/store.ts';
import { memberIndexes, ruleIndexes, runIndexes } from '#rules/store.ts';
import { recountIndexes } from '#settings/store.ts';

/** Every collection's indexes, made at each start. */
export const INDEXES: CollectionIndexes[] = [
  candidateIndexes,
  touchpointIndexes,
  vocabularyIndexes,
  searchIndexes,
  importIndexes,
  refusalIndexes,
  recountIndexes,
  erasureIndexes,
  poolIndexes,
  poolDayIndexes,
  additionIndexes,
  pairIndexes,
  mergeIndexes,
  reminderIndexes,
  sequenceIndexes,
  enrolmentIndexes,
  ruleIndexes,
  runIndexes,
  memberIndexes,
  bulkEnrolmentIndexes,
  reengagementIndexes,
  draftIndexes,
  slotIndexes,
  batchIndexes,
  eventIndexes,
  attendanceIndexes,
  roleIndexes,
  matchIndexes,
  postIndexes,
  rankingIndexes,
  referralIndexes,
  mentionIndexes,
  auditIndexes,
  deliveryIndexes,
  jobIndexes,
];
