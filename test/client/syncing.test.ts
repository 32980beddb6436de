import { describe, expect, it } from 'vitest';
import { aCustomer, reading, versionsIn } from './a-customer.ts';
import type { FakeLine } from './fake-line.ts';
import { type CloudEvent, largeEnding, storyOf } from './order-story.ts';

const minute = 60_000;

function ofGateway(message: string) {
  return { message, connectionId: 'NrNH9dQtoAMCIEQ=', requestId: 'NrNItFycoAMF3Sw=' };
}

function syncsOn({ last }: FakeLine) {
  return last.said.filter(({ action }) => action === 'sync');
}

describe('a sync', () => {
  it('goes on where there is more, as long as there is more', async () => {
    const { clock, line, client } = aCustomer();
    const stories = [storyOf(), storyOf(), storyOf()];
    line.current = ({ after = '0' }) => {
      const next = Number(after) + 1;
      const more = next < stories.length ? [{ type: 'more', after: String(next) }] : [];
      return [stories[Number(after)]?.[0] as CloudEvent, ...more];
    };
    const watched = reading(client.watchAll());
    await clock.advance(0);
    expect(new Set(watched.heard.map(({ order }) => order.id))).toEqual(
      new Set(stories.map(([first]) => first?.subject)),
    );
    expect(syncsOn(line).slice(1)).toEqual([
      { action: 'sync', after: '1' },
      { action: 'sync', after: '2' },
    ]);
  });

  it('does not run in circles when it is sent to where it was', async () => {
    const { clock, line, client } = aCustomer();
    line.current = () => [{ type: 'more', after: 'here' }];
    reading(client.watchAll());
    await clock.advance(10 * minute);
    expect(line.sockets).toHaveLength(1);
    expect(syncsOn(line).length).toBeLessThan(60);
  });

  it.each(['Internal server error', 'Too Many Requests', 'Forbidden', 'Endpoint request timed out'])(
    'that API Gateway answers "%s" is no sign of life, and is asked again within seconds (fault 59)',
    async (words) => {
      const { clock, line, client, states } = aCustomer();
      const [queued] = storyOf() as [CloudEvent];
      line.silent = true;
      const watched = reading(client.watchAll());
      await clock.advance(0);
      line.last.hear(ofGateway(words));
      line.last.hear(ofGateway(words));
      expect(states).toEqual(['connecting']);
      line.last.silent = false;
      line.current = () => [queued];
      await clock.advance(2000);
      expect(syncsOn(line)).toEqual([
        { action: 'sync', seen: {} },
        { action: 'sync', seen: {} },
      ]);
      expect(versionsIn(watched)).toEqual([1]);
      expect(states).toEqual(['connecting', 'online']);
    },
  );

  it('is asked again although the ping beside it was answered (fault 59)', async () => {
    const { clock, line, client } = aCustomer();
    const [queued] = storyOf() as [CloudEvent];
    const answers = [[ofGateway('Internal server error')], [queued]];
    line.current = () => answers.shift() ?? [];
    const watched = reading(client.watchAll());
    await clock.advance(2000);
    expect(versionsIn(watched)).toEqual([1]);
    expect(syncsOn(line)).toHaveLength(2);
  });

  it('that fails and fails is asked ever more seldom (fault 59)', async () => {
    const { clock, line, client, states } = aCustomer();
    line.current = () => [ofGateway('Internal server error')];
    reading(client.watchAll());
    await clock.advance(minute);
    const [atFirst] = [syncsOn(line).length];
    expect(atFirst).toBeGreaterThan(4);
    await clock.advance(10 * minute);
    expect(syncsOn(line).length - atFirst).toBeLessThan(25);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('connects anew where nothing but API Gateway answers', async () => {
    const { clock, line, client, states } = aCustomer();
    reading(client.watchAll());
    await clock.advance(0);
    line.last.silent = true;
    const first = line.last;
    // The next question is the five minutes' ping.
    for (let n = 0; n < 5 * 60 + 15 && first.isOpen; n += 1) {
      await clock.advance(1000);
      if (first.said.length > 2) first.hear(ofGateway('Too Many Requests'));
    }
    await clock.advance(1000);
    expect(line.open).toEqual([line.last]);
    expect(line.last).not.toBe(first);
    expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('waits for its turn where one is under way already', async () => {
    const { clock, line, client, states } = aCustomer();
    const [queued] = storyOf() as [CloudEvent];
    const busy = { type: 'error', detail: 'A sync of this connection is under way.' };
    const answers = [[busy], [busy], [queued]];
    line.current = () => answers.shift() ?? [];
    const watched = reading(client.watchAll());
    await clock.advance(500);
    expect({ states, syncs: syncsOn(line).length }).toEqual({ states: ['connecting', 'online'], syncs: 1 });
    await clock.advance(5000);
    expect(versionsIn(watched)).toEqual([1]);
    expect(syncsOn(line)).toHaveLength(3);
  });

  it('goes on in the middle after an error, and starts anew after several', async () => {
    const { clock, line, client } = aCustomer();
    line.current = ({ after }) => [
      after === undefined ? { type: 'more', after: 'middle' } : ofGateway('Forbidden'),
    ];
    reading(client.watchAll());
    await clock.advance(20_000);
    expect(
      syncsOn(line)
        .slice(0, 6)
        .map(({ after = 'start' }) => after),
    ).toEqual(['start', 'middle', 'middle', 'middle', 'start', 'middle']);
  });
});

describe('an order whose result was too large to be told', () => {
  const { told, order: ready } = largeEnding();
  const story = storyOf(ready.id);
  const [queued] = story as [CloudEvent];

  it('is heard whole, once, in its turn (fault 58)', async () => {
    const { clock, line, api, client } = aCustomer();
    api.put(queued.data.order);
    const watched = reading(client.watch(ready.id));
    const all = reading(client.watchAll());
    await clock.advance(0);
    api.put(ready);
    api.calls.length = 0;
    for (const event of [...story.slice(0, -1), told, told]) line.last.hear(event);
    await clock.advance(1000);
    await watched.end;
    expect(told.data.order).not.toHaveProperty('result');
    expect(watched.heard.at(-1)?.order).toEqual(ready);
    expect(versionsIn(all).at(-1)).toBe(5);
    expect(versionsIn(all)).toEqual([...new Set(versionsIn(all))].toSorted());
    expect(api.calls).toHaveLength(1);
    // What is known is not asked for.
    line.last.hear(told);
    await clock.advance(1000);
    expect(api.calls).toHaveLength(1);
  });

  it.each([
    ['watched', (id: string) => id],
    ['of another device', () => undefined],
  ])('is heard although the API was out of reach at first: one %s (fault 58)', async (_, idOf) => {
    const { clock, line, api, client } = aCustomer();
    const id = idOf(ready.id);
    if (id !== undefined) api.put(queued.data.order);
    const watched = reading(id === undefined ? client.watchAll() : client.watch(id));
    await clock.advance(0);
    api.down = true;
    line.last.hear(told);
    await clock.advance(2 * minute);
    expect(watched.heard.filter(({ order }) => order.version === 5)).toEqual([]);
    api.down = false;
    api.put(ready);
    await clock.advance(6 * minute);
    expect(watched.heard.at(-1)?.order).toEqual(ready);
  });

  it('that is gone when it is asked for is asked for no more', async () => {
    const { clock, line, api, client } = aCustomer();
    const watched = reading(client.watchAll());
    await clock.advance(0);
    line.last.hear(told);
    await clock.advance(10 * minute);
    expect(api.calls.map(({ status }) => status)).toEqual([404]);
    expect(watched.heard).toEqual([]);
  });
});
