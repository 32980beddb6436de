/** The directory of `--data` takes no more. The message is one line that says what to do. */
export class DiskTroubleError extends Error {
  override readonly name = 'DiskTroubleError';
}

/** The store as it is; trouble with the disk is told as well as thrown. */
export type WatchDisk = <T extends object>(store: T) => T;

export const watchNothing: WatchDisk = (store) => store;

/** Watches what is kept in `directory`. Memory and disk go apart where a write fails: whoever is told must end the process. */
export function watchDisk(directory: string, tell: (trouble: DiskTroubleError) => void): WatchDisk {
  const told = (error: unknown) => {
    const trouble = diskTrouble(error, directory);
    if (trouble) tell(trouble);
  };
  return (store) =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => failures(() => member.apply(target, args), told);
      },
    });
}

/** What `error` means for `directory`, if it is the disk's fault. */
export function diskTrouble(error: unknown, directory: string): DiskTroubleError | undefined {
  if (!isOfDisk(error)) return undefined;
  const reason = isFull(error) ? 'the disk is full' : error.message;
  const advice = 'make room and start again, nothing that was accepted is lost';
  return new DiskTroubleError(`${directory} takes no more data (${reason}): ${advice}`, { cause: error });
}

interface CodedError extends Error {
  readonly code?: string;
  /** Of SQLite; the low byte tells the kind. */
  readonly errcode?: number;
}

/** https://www.sqlite.org/rescode.html: READONLY, IOERR, FULL, CANTOPEN. */
const sqliteCodes = [8, 10, 13, 14];
const sqliteFull = 13;
const codes = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'LEVEL_IO_ERROR'];

function isOfDisk(error: unknown): error is CodedError {
  const { code = '', errcode = 0 } = Object(error) as Partial<CodedError>;
  return codes.includes(code) || (code === 'ERR_SQLITE_ERROR' && sqliteCodes.includes(errcode & 0xff));
}

function isFull({ code = '', errcode, message }: CodedError): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(code) || errcode === sqliteFull || message.includes('No space left');
}

function failures<T>(work: () => T, told: (error: unknown) => void): T {
  try {
    const result = work();
    if (result instanceof Promise) result.catch(told);
    return result;
  } catch (error) {
    told(error);
    throw error;
  }
}
