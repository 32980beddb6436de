import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const command = join(import.meta.dirname, '../../bin/local-cloud.mjs');

/** Which tools of AWS read. */
export interface AwsEnvironment {
  readonly AWS_ENDPOINT_URL: string;
  readonly AWS_REGION: string;
  readonly AWS_DEFAULT_REGION: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

/** An app of this folder that runs by the command itself, in a process of its own. */
export class RunningApp implements AsyncDisposable {
  /** As the terminal shows them, by name: `Worker.JobsUrl`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly port: number;
  readonly said: () => string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, said: () => string) {
    this.child = child;
    this.said = said;
    this.outputs = Object.fromEntries(
      [...said().matchAll(/^ {2}(\w+\.\w+) +(.+)$/gm)].map(([, name, value]) => [name, value]),
    );
    this.port = Number(/env --port (\d+)/.exec(said())?.[1]);
  }

  /** Rejects with what the command said when it ends before the app is open. */
  static async open(folder: string, args: readonly string[] = []): Promise<RunningApp> {
    const child = spawn(process.execPath, [command, '--port', '0', ...args], {
      cwd: resolve(import.meta.dirname, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const opened = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.includes('Ctrl-C closes it.')) opened.resolve();
      });
    }
    child.once('close', () => opened.reject(new Error(`the app does not open: ${text}`)));
    await opened.promise;
    return new RunningApp(child, () => text);
  }

  /** What `local-cloud env` prints, as a shell takes it. */
  async awsEnvironment(): Promise<AwsEnvironment> {
    const { stdout } = await localCloud(['env', '--port', String(this.port)]);
    const script = `${stdout}\nexec "$0" --print 'JSON.stringify(process.env)'`;
    const { stdout: seen } = await promisify(execFile)('sh', ['-c', script, process.execPath]);
    return JSON.parse(seen);
  }

  /** The same for clients of the SDK. */
  async clientConfig() {
    const env = await this.awsEnvironment();
    return {
      endpoint: env.AWS_ENDPOINT_URL,
      region: env.AWS_REGION,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    };
  }

  /** Resolves when the terminal shows `text`, of what was not there at `from`. */
  async until(text: string, from = 0): Promise<void> {
    while (!this.said().slice(from).includes(text)) await once(this.child.stdout as Readable, 'data');
  }

  /** By Ctrl-C; resolves to the exit code. */
  async close(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGINT');
      await once(this.child, 'close');
    }
    return this.child.exitCode;
  }

  /** Without a chance to tidy up. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end in a folder of this one. */
export async function localCloud(args: readonly string[], folder = '.'): Promise<Ended> {
  const options = { cwd: resolve(import.meta.dirname, folder) };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...args], options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

/** Whether a tool of AWS's is installed; told loudly where it is not. */
export function isInstalled(question: string): boolean {
  if (spawnSync('sh', ['-c', question]).status === 0) return true;
  console.error(
    `!!! NO ${question}: THE LOCAL CLOUD IS NOT TRIED OUT WITH IT. .ci/aws-tools installs it. !!!`,
  );
  return false;
}
