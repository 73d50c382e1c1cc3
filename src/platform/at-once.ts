/** Works on all of a list, so many at a time, in their order. @throws the first error, when all that had begun has ended */
export async function atOnce<T>(
  list: Iterable<T>,
  most: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const next = list[Symbol.iterator]();
  const worker = async () => {
    for (let step = next.next(); !step.done; step = next.next()) await work(step.value);
  };
  const workers = await Promise.allSettled(Array.from({ length: most }, worker));
  const failed = workers.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
