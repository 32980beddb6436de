import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionRepository } from '../../domain/ports.ts';
import { t0 } from '../fakes/an-order.ts';

/** What the domain relies on, of every connection repository. */
export function connectionRepositoryContract(name: string, open: () => ConnectionRepository): void {
  describe(`the connection repository ${name}`, () => {
    let repository: ConnectionRepository;
    let owner: string;

    beforeEach(() => {
      repository = open();
      owner = randomUUID();
    });

    const connection = (connectionId: string, of = owner) => ({
      owner: of,
      connectionId,
      connectedAt: t0,
      expiresAt: t0 + 60_000,
    });
    const ids = async (of = owner) =>
      (await repository.byOwner(of)).map(({ connectionId }) => connectionId).sort();

    it('has who is connected, at once', async () => {
      await repository.add(connection('JXmPLd5sliACGbQ='));
      expect(await repository.byOwner(owner)).toEqual([connection('JXmPLd5sliACGbQ=')]);
    });

    it("has all of an owner's connections, and nobody else's (P5)", async () => {
      await repository.add(connection('a'));
      await repository.add(connection('b'));
      await repository.add(connection('c', `${owner}x`));
      expect(await ids()).toEqual(['a', 'b']);
      expect(await ids('nobody')).toEqual([]);
    });

    it('has one that came twice once, as it came last', async () => {
      await repository.add(connection('a'));
      await repository.add({ ...connection('a'), expiresAt: t0 + 120_000 });
      expect(await repository.byOwner(owner)).toMatchObject([{ expiresAt: t0 + 120_000 }]);
    });

    it('forgets one and keeps the others', async () => {
      await repository.add(connection('a'));
      await repository.add(connection('b'));
      await repository.remove({ owner, connectionId: 'a' });
      expect(await ids()).toEqual(['b']);
    });

    it('forgets for its owner only', async () => {
      await repository.add(connection('a'));
      await repository.remove({ owner: 'somebody else', connectionId: 'a' });
      expect(await ids()).toEqual(['a']);
    });

    it('bears being told to forget what it does not know', async () => {
      await repository.remove({ owner, connectionId: 'a' });
      expect(await ids()).toEqual([]);
    });

    it('lets one sync of a connection at a time, and another one when it has ended', async () => {
      await repository.add(connection('a'));
      await repository.add(connection('b'));
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => repository.claimSync({ owner, connectionId: 'a' }, t0, t0 + 9000)),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await repository.claimSync({ owner, connectionId: 'b' }, t0, t0 + 9000)).toBe(true);
      await repository.endSync({ owner, connectionId: 'a' }, t0 + 9000);
      expect(await repository.claimSync({ owner, connectionId: 'a' }, t0 + 1, t0 + 9001)).toBe(true);
    });

    it('lets a sync begin whose predecessor never ended, and that one then ends nothing', async () => {
      const key = { owner, connectionId: 'a' };
      await repository.add(connection('a'));
      await repository.claimSync(key, t0, t0 + 9000);
      expect(await repository.claimSync(key, t0 + 8999, t0 + 20_000)).toBe(false);
      expect(await repository.claimSync(key, t0 + 9000, t0 + 20_000)).toBe(true);
      await repository.endSync(key, t0 + 9000);
      expect(await repository.claimSync(key, t0 + 9001, t0 + 21_000)).toBe(false);
    });

    it('lets nobody sync who is not connected', async () => {
      expect(await repository.claimSync({ owner, connectionId: 'gone' }, t0, t0 + 9000)).toBe(false);
      expect(await ids()).toEqual([]);
    });

    it('has a thousand connections of one owner (fault 36)', async () => {
      await Promise.all(
        Array.from({ length: 1000 }, (_, n) => repository.add(connection(`c${n}`.padEnd(900, '-')))),
      );
      expect(new Set(await ids()).size).toBe(1000);
    });
  });
}
