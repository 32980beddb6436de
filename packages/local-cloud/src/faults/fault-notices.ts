const everyMs = 2000;

/** Tells of faults in one line now and then: `chaos: 12 slow, 3 throttled`. */
export function faultNotices(say: (line: string) => void): (name: string) => void {
  const counts = new Map<string, number>();

  function tell(): void {
    say(`chaos: ${[...counts].map(([name, count]) => `${count} ${name}`).join(', ')}`);
    counts.clear();
  }

  return (name) => {
    if (counts.size === 0) setTimeout(tell, everyMs).unref();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
}
