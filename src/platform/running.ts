/** Work that goes on after a request was answered, so that a stop can wait for it. */
export interface Running {
  /** Takes note of work until it ends, well or not; answers the same promise. */
  track<T>(work: Promise<T>): Promise<T>;
  /**
   * Waits until nothing runs any more.
   * @param withinMs how long at most, in milliseconds of the machine's clock
   * @returns false when something still ran by then
   */
  settled(withinMs: number): Promise<boolean>;
}

/** Keeps count of work that nobody awaits, so that a stop can wait for it. */
export function createRunning(): Running {
  const works = new Set<Promise<unknown>>();
  async function allEnded(): Promise<true> {
    // What ends may have started more.
    while (works.size > 0) await Promise.allSettled(works);
    return true;
  }
  return {
    track(work) {
      works.add(work);
      const forget = () => works.delete(work);
      work.then(forget, forget);
      return work;
    },
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), withinMs);
      });
      const settled = await Promise.race([allEnded(), tooLate]);
      clearTimeout(timer);
      return settled;
    },
  };
}
