import { describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '../../src/command/options.ts';

describe('the command line', () => {
  it('needs no options', () => {
    expect(parseCommand([])).toEqual({
      name: 'run',
      app: undefined,
      out: undefined,
      port: 3000,
      dataDir: undefined,
      parameters: {},
      chaos: undefined,
      watch: false,
    });
    expect(parseCommand(['env'])).toEqual({ name: 'env', port: undefined });
  });

  it('takes all options', () => {
    const args =
      '--app=node --port 0 --data d --parameter A=1 --parameter B=x=y --chaos wild --seed 7 --watch'.split(
        ' ',
      );
    expect(parseCommand(args)).toEqual({
      name: 'run',
      app: 'node',
      out: undefined,
      port: 0,
      dataDir: 'd',
      parameters: { A: '1', B: 'x=y' },
      chaos: { level: 'wild', seed: 7 },
      watch: true,
    });
  });

  it.each(['--help', '-h'])('shows its usage at %s, whatever else there is', (help) => {
    expect(parseCommand(['--loud', help])).toEqual({ name: 'help' });
  });

  it.each([
    [['--loud'], "Unknown option '--loud'"],
    [['links'], "Unexpected argument 'links'. This command does not take positional arguments"],
    [['--port', 'http'], '--port must be a port number, not "http"'],
    [['--app', 'node app.mjs', '--out', 'cdk.out'], '--app and --out exclude each other'],
    [['--out', 'cdk.out', '--watch'], '--watch runs an app again: it does not go with --out'],
    [['--parameter', 'Size'], '--parameter must be NAME=VALUE, not "Size"'],
    [['--chaos', 'silly'], '--chaos must be mild or wild, not "silly"'],
    [['--seed', '7'], '--seed goes with --chaos mild or --chaos wild'],
    [['env', '--port', '70000'], '--port must be a port number, not "70000"'],
    [['env', '--data', 'x'], "Unknown option '--data'"],
  ])('refuses %j in one line', (args, problem) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(
      new RegExp(`^${RegExp.escape(problem)}\\. See local-cloud --help$`),
    );
  });
});
