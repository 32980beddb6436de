import { styleText } from 'node:util';
import type { CloudAssembly } from '../assembly/read-assembly.ts';
import type { Cloud } from '../cloud.ts';
import { openOnTerminal, say } from '../open-on-terminal.ts';
import { publishCloud } from '../publish-cloud.ts';
import { advisePort } from '../server/free-port.ts';
import type { AppSource } from './app-source.ts';
import { banner } from './banner.ts';
import type { RunCommand } from './options.ts';

/** The cloud of an app that may change while it runs. */
export interface LiveApp extends AsyncDisposable {
  /** Says what is open. */
  introduce(): void;
  /** Runs the app as it is now, because of a file that has changed; says what came of it, and never rejects. */
  update(file: string, source: AppSource): Promise<void>;
}

/** Rejects when the app cannot be run. */
export async function openLiveApp(command: RunCommand, assembly: CloudAssembly): Promise<LiveApp> {
  const first = await open(command, assembly);
  let running: Running | undefined = first;
  // That of the first start, where any would do.
  const port = Number(new URL(first.cloud.url).port);

  async function apply(app: CloudAssembly): Promise<string> {
    const result = await running?.cloud.reload(app);
    if (result?.outcome === 'reloaded') return reloaded(result.functions);
    await running?.close();
    running = undefined;
    running = await open({ ...command, port }, app);
    const changed = result ? `${result.resources.join(', ')} changed: started again` : 'started';
    return command.dataDir === undefined ? `${changed}, with empty tables and queues` : changed;
  }

  return {
    introduce: () => void process.stdout.write(banner(first.cloud)),
    async update(file, source) {
      try {
        say(styleText('green', `${file}: ${await apply(await source.read())}`));
      } catch (error) {
        const still = running ? 'the app goes on as it was' : 'nothing runs until the next change';
        say(styleText('red', `${file}: ${error instanceof Error ? error.message : error}\n${still}`));
      }
    },
    [Symbol.asyncDispose]: async () => running?.close(),
  };
}

function reloaded(functions: readonly string[]): string {
  return functions.length === 0 ? 'nothing to do' : `${functions.join(', ')} reloaded`;
}

interface Running {
  readonly cloud: Cloud;
  close(): Promise<void>;
}

async function open(command: RunCommand, app: CloudAssembly): Promise<Running> {
  const { port, dataDir, parameters, chaos } = command;
  try {
    const cloud = await openOnTerminal({ name: 'the local cloud', app, port, dataDir, parameters, chaos });
    const withdraw = await publishCloud(cloud);
    return { cloud, close: async () => void (await Promise.all([withdraw(), cloud.close()])) };
  } catch (error) {
    throw await advisePort(error, (free) => `port ${free} is free: add --port ${free}`);
  }
}
