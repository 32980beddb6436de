import { expect, it } from 'vitest';
import { gather } from '../../src/template/gather.ts';
import { UnsupportedTemplateError } from '../../src/template/template-error.ts';

const unsupported = async (where: string) => {
  throw new UnsupportedTemplateError(where, 'the asset is a file', 'give the code as a folder');
};

it('gives all results, in order', async () => {
  expect(await gather([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});

it('tells of everything that is not supported at once', async () => {
  await expect(
    gather([unsupported('One.Code'), Promise.resolve(2), unsupported('Two.Code')]),
  ).rejects.toThrow(
    [
      'the local cloud does not run 2 things of this app:',
      '  One.Code: the asset is a file; give the code as a folder',
      '  Two.Code: the asset is a file; give the code as a folder',
    ].join('\n'),
  );
});

it('lets what is broken come before what is not supported', async () => {
  const broken = Promise.reject(new TypeError('no such property'));
  await expect(gather([unsupported('One.Code'), broken])).rejects.toThrow(TypeError);
});
