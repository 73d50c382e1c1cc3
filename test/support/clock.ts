import { callControl } from './person.ts';

/** The next Monday at this time, in UTC; never today. */
export function nextMonday(hours: number, minutes = 0): Date {
  const monday = new Date();
  monday.setUTCDate(monday.getUTCDate() + ((8 - monday.getUTCDay()) % 7 || 7));
  monday.setUTCHours(hours, minutes, 0, 0);
  return monday;
}

/**
 * Moves the clock of a local workspace, which has not been moved yet, to this moment or less than a minute behind it.
 * @param url the local workspace's address
 */
export async function moveTo(url: string, moment: Date): Promise<void> {
  await callControl(url, 'clock', { minutes: Math.ceil((moment.getTime() - Date.now()) / 60_000) });
}
