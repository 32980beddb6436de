import { waitForShutdown } from '../wait-for-shutdown.ts';
import { openAppSource } from './app-source.ts';
import { openLiveApp } from './live-app.ts';
import type { RunCommand } from './options.ts';
import { watchFolder } from './watch-folder.ts';

/** Runs the app of `folder` until Ctrl-C. Rejects when it cannot. */
export async function runApp(command: RunCommand, folder: string): Promise<void> {
  await using source = await openAppSource(command, folder);
  await using app = await openLiveApp(command, await source.read());
  const shutdown = waitForShutdown();
  await using _ = command.watch
    ? await watchFolder(folder, command.dataDir, (file) => app.update(file, source))
    : undefined;
  app.introduce();
  await shutdown;
}
