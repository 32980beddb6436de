import type { CloudAssembly } from '../assembly/read-assembly.ts';
import type { Cloud } from '../cloud.ts';
import { openOnTerminal } from '../open-on-terminal.ts';
import { publishCloud } from '../publish-cloud.ts';
import { advisePort } from '../server/free-port.ts';
import { waitForShutdown } from '../wait-for-shutdown.ts';
import { openAppSource } from './app-source.ts';
import { banner } from './banner.ts';
import type { RunCommand } from './options.ts';

/** Runs the app of `folder` until Ctrl-C. Rejects when it cannot. */
export async function runApp(command: RunCommand, folder: string): Promise<void> {
  await using source = await openAppSource(command, folder);
  const cloud = await open(command, await source.read());
  const withdraw = await publishCloud(cloud);
  const shutdown = waitForShutdown();
  process.stdout.write(banner(cloud));
  await shutdown;
  await Promise.all([withdraw(), cloud.close()]);
}

async function open(command: RunCommand, app: CloudAssembly): Promise<Cloud> {
  const { port, dataDir, parameters, chaos } = command;
  try {
    return await openOnTerminal({ name: 'the local cloud', app, port, dataDir, parameters, chaos });
  } catch (error) {
    throw await advisePort(error, (free) => `port ${free} is free: add --port ${free}`);
  }
}
