import type { FunctionProcess } from './function-process.ts';

export interface ProcessPool {
  /** Lends an idle process (the one used last), a new one, or the first to become free; undefined once closed. */
  take(): Promise<FunctionProcess | undefined>;
  giveBack(process: FunctionProcess): void;
  /** Ends every process that there is: an idle one now, a lent one when it is given back. */
  renew(): void;
  processes(): FunctionProcess[];
  close(): Promise<void>;
}

/** At most `limit` processes at a time; whoever comes when all are lent waits in line. */
export function createProcessPool(start: () => FunctionProcess, limit: number): ProcessPool {
  const all = new Set<FunctionProcess>();
  let old = new WeakSet<FunctionProcess>();
  const waiting: ((process: FunctionProcess | undefined) => void)[] = [];
  let idle: FunctionProcess[] = [];
  let closed = false;

  function startOne(): FunctionProcess {
    const process = start();
    all.add(process);
    void process.ended.then(() => {
      all.delete(process);
      idle = idle.filter((other) => other !== process);
      if (!closed && waiting.length > 0) waiting.shift()?.(available());
    });
    return process;
  }

  function available(): FunctionProcess | undefined {
    idle = idle.filter((process) => process.usable);
    return idle.pop() ?? (all.size < limit ? startOne() : undefined);
  }

  return {
    take() {
      const process = closed ? undefined : available();
      if (process || closed) return Promise.resolve(process);
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(process) {
      if (!process.usable) return;
      if (old.has(process)) return process.kill();
      const next = waiting.shift();
      if (next) next(process);
      else idle.push(process);
    },
    renew() {
      old = new WeakSet(all);
      for (const process of idle.splice(0)) process.kill();
    },
    processes: () => [...all],
    async close() {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve(undefined);
      const ends = [...all].map((process) => process.ended);
      for (const process of all) process.kill();
      await Promise.all(ends);
    },
  };
}
