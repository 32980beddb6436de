import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

interface Manifest {
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Of the app itself, beside the package. */
const appPackages = ['aws-cdk-lib', 'constructs', 'valibot', 'typescript', '@types/node'];

/**
 * An app of somebody else's, in a folder that nothing leads from to this repository, with both packages as `npm pack`
 * makes them. Packages are laid out as pnpm does: each sees those alone that its manifest names.
 */
export class AnApp implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<AnApp> {
    const app = new AnApp(await mkdtemp(join(tmpdir(), 'an-app-')));
    await app.write({ 'package.json': JSON.stringify({ name: 'an-app', type: 'module' }), ...files });
    await link(join(app.folder, 'node_modules'), appPackages);
    await install(root, 'smart-coffee-maker', app.folder);
    await install(join(root, 'packages/local-cloud'), 'local-cloud', app.folder);
    return app;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.folder, name), text);
  }

  /** What `node` says; rejects, with it, when it fails. */
  async node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const options = { cwd: this.folder, env: { PATH: process.env.PATH, ...env } };
    const { stdout, stderr } = await run(process.execPath, [...args], options);
    return `${stdout}${stderr}`;
  }

  /** The errors of the type check; none is ''. */
  async typeErrors(): Promise<string> {
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    return this.node([tsc, '--project', '.']).catch(({ stdout }) => stdout);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Packs a package and unpacks it in the app, beside what its manifest depends on. */
async function install(source: string, name: string, app: string): Promise<void> {
  const folder = join(app, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source });
  const [archive] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  await run('tar', ['-xzf', String(archive), '--strip-components=1'], { cwd: folder });
  const { bin = {}, dependencies = {} }: Manifest = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  await link(join(folder, 'node_modules'), Object.keys(dependencies));
  await mkdir(join(app, 'node_modules', '.bin'), { recursive: true });
  for (const [command, file] of Object.entries(bin)) {
    await chmod(join(folder, file), 0o755);
    await symlink(join('..', name, file), join(app, 'node_modules', '.bin', command));
  }
}

async function link(modules: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
}
