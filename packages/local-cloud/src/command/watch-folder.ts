import { relative, resolve, sep } from 'node:path';
import { watch } from 'chokidar';

/** Editors and formatters write several files at a time. */
const settleMs = 100;

/**
 * Calls `changed` with the name of a file below `folder` that has changed, and not again before that is done: what changes
 * meanwhile comes after it, once. Packages, what is synthesized, hidden folders and `dataDir` are left out.
 */
export async function watchFolder(
  folder: string,
  dataDir: string | undefined,
  changed: (file: string) => Promise<void>,
): Promise<AsyncDisposable> {
  const leftOut = dataDir === undefined ? undefined : resolve(folder, dataDir);
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path === leftOut || isLeftOut(relative(folder, path)),
  });
  let waiting: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();

  async function handle(): Promise<void> {
    const file = waiting;
    waiting = undefined;
    if (file !== undefined) await changed(file);
  }

  watcher.on('all', (event, path) => {
    if (event === 'addDir') return;
    waiting ??= relative(folder, resolve(folder, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(handle);
    }, settleMs);
  });
  await new Promise<void>((ready) => watcher.once('ready', ready));
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await watcher.close();
      await work;
    },
  };
}

function isLeftOut(path: string): boolean {
  return path
    .split(sep)
    .some((part) => part === 'node_modules' || part === 'cdk.out' || /^\.(?!\.)/.test(part));
}
