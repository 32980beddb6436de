import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { diskTrouble, watchDisk } from '../../src/watch-disk.ts';

/** As much as a file may hold: to a store that is as good as a full disk, and needs no disk of its own. */
const kilobytes = 512;
const script = new URL('./fill-a-disk.ts', import.meta.url).pathname;

it.each(['tables', 'streams', 'queues', 'checkpoints'])(
  '%s that cannot be written are told of in one line',
  async (store) => {
    const directory = await mkdtemp(join(tmpdir(), 'full-disk-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const limited = `ulimit -f ${kilobytes} && exec "$0" "$@"`;
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      limited,
      process.execPath,
      script,
      store,
      directory,
    ]);
    expect(stdout).toMatch(/^\S+ takes no more data \(.+\): make room and start again, .+\n$/);
    expect(stdout).toContain(directory);
  },
);

describe('trouble with the disk', () => {
  it.each([
    [{ code: 'ENOSPC' }, 'the disk is full'],
    [{ code: 'EDQUOT' }, 'the disk is full'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'the disk is full'],
    [{ code: 'LEVEL_IO_ERROR', message: 'IO error: 3.log: No space left on device' }, 'the disk is full'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 778, message: 'disk I/O error' }, 'disk I/O error'],
    [{ code: 'EROFS', message: 'read-only file system' }, 'read-only file system'],
  ])('is %j', (properties, reason) => {
    const error = Object.assign(new Error(), properties);
    expect(diskTrouble(error, './data')?.message).toContain(
      `./data takes no more data (${reason}): make room`,
    );
  });

  it.each([
    { code: 'ERR_SQLITE_ERROR', errcode: 1299, message: 'NOT NULL constraint failed' },
    { message: 'no such table' },
    { statusCode: 400 },
  ])('is not %j', (properties) => {
    expect(diskTrouble(Object.assign(new Error(), properties), './data')).toBeUndefined();
  });

  it('is thrown as well, now or later, and whatever else is is not told', async () => {
    const told: string[] = [];
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    const store = watchDisk('./data', ({ message }) => told.push(message))({
      name: 'a store',
      now() {
        throw full;
      },
      later: () => Promise.reject(full),
      wrong: () => Promise.reject(new Error('wrong')),
      works(this: { name: string }) {
        return this.name;
      },
    });
    expect(store.works()).toBe('a store');
    expect(() => store.now()).toThrow(full);
    await expect(store.later()).rejects.toBe(full);
    await expect(store.wrong()).rejects.toThrow('wrong');
    expect(told).toHaveLength(2);
  });
});
