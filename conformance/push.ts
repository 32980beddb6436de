import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { clause, NotApplicable, type Source } from './clause.ts';
import { LiveProbe } from './live-probe.ts';
import type { Probe } from './probe.ts';

export const webSocket: Source = {
  name: 'RFC 6455 The WebSocket Protocol',
  url: 'https://www.rfc-editor.org/rfc/rfc6455',
  clauses: [
    clause('§4.2.2', 'The server chooses one of the subprotocols that were offered', async (probe) => {
      const line = await probe.listen();
      equal(line.protocol, 'coffee.v1');
      line.close();
    }),
    clause('§4.2.2', 'A handshake without a valid token is refused', async (probe) => {
      const { live } = probe.deployment;
      for (const protocols of [['coffee.v1'], ['coffee.v1', 'bearer.no-token'], []]) {
        await rejects(LiveProbe.connect(live, protocols), /40[013]/);
      }
    }),
  ],
};

export const cloudEvents: Source = {
  name: 'CloudEvents 1.0',
  url: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md',
  clauses: [
    clause(
      'Required attributes',
      'id, source, specversion and type are texts that are not empty',
      async (probe) => {
        for (const { id, source, specversion, type } of (await probe.journey()).heard) {
          equal(specversion, '1.0');
          for (const value of [id, source, type]) match(value, /./);
        }
      },
    ),
    clause('time', 'A timestamp of RFC 3339', async (probe) => {
      for (const { time } of (await probe.journey()).heard) {
        match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
      }
    }),
    clause('datacontenttype', 'That of the data: JSON', async (probe) => {
      for (const { datacontenttype, data } of (await probe.journey()).heard) {
        equal(datacontenttype, 'application/json');
        equal(typeof data, 'object');
      }
    }),
    clause('id', 'Source and id are of one event alone', async (probe) => {
      const { heard } = await probe.journey();
      const byId = Map.groupBy(heard, ({ source, id }) => `${source} ${id}`);
      for (const same of byId.values()) for (const event of same) deepEqual(event, same[0]);
    }),
  ],
};

export const pushContract: Source = {
  name: 'The push contract (asyncapi.json)',
  url: '/asyncapi.json',
  clauses: [
    clause('sequence', 'Every version is heard, one after the other', async (probe) => {
      const { heard } = await probe.journey();
      const versions = [...new Set(heard.map(({ data }) => data.order.version))];
      deepEqual(
        versions,
        Array.from({ length: versions.length }, (_, n) => n + 1),
      );
    }),
    clause('sequence', 'Progress never falls, and the end is the last that is heard', async (probe) => {
      const { heard } = await probe.journey();
      const progress = heard.map(({ data }) => data.order.progress);
      deepEqual(
        progress,
        progress.toSorted((a, b) => a - b),
      );
      equal(heard.at(-1)?.type, 'coffee.ready');
    }),
    clause('sequence', 'What was heard is what the history says', async (probe) => {
      const { heard, finished } = await probe.journey();
      const statuses = [...new Set(heard.map(({ type }) => type.replace('coffee.', '')))];
      const history = finished.json?.history as readonly { status: string }[];
      deepEqual(
        statuses,
        history.map(({ status }) => status),
      );
    }),
    clause('sequence', 'The last event has the order as GET has it', async (probe) => {
      const { heard, finished } = await probe.journey();
      deepEqual(heard.at(-1)?.data.order, finished.json);
    }),
    clause('sync', 'Who connects late hears of what is open', async (probe) => {
      const { id, line } = await probe.placeAndListen();
      line.say({ action: 'sync' });
      await line.hear(({ subject }) => subject === id);
      line.close();
    }),
    clause('sync', 'Who was away hears of the end that was missed', async (probe) => {
      const { order, heard } = await probe.journey();
      const line = await probe.listen();
      line.say({ action: 'sync', seen: { [order.id]: 1 } });
      deepEqual(await line.hear(({ subject }) => subject === order.id), heard.at(-1));
      line.close();
    }),
    clause('sync', 'Who has seen the end does not hear of it again', async (probe) => {
      const { order, finished } = await probe.journey();
      const line = await probe.listen();
      line.say({ action: 'sync', seen: { [order.id]: finished.json?.version } });
      await afterSync(line, probe);
      deepEqual(line.eventsOf(order.id), []);
      line.close();
    }),
    clause('dedupe', 'Two connections hear the same events, by the same ids', async (probe) => {
      const [one, two] = [await probe.listen(), await probe.listen()];
      const { id } = await probe.placeAndCancel();
      const last = { type: 'coffee.cancelled', subject: id };
      const isLast = ({ type, subject }: typeof last) => type === last.type && subject === id;
      deepEqual(await one.hear(isLast), await two.hear(isLast));
      one.close();
      two.close();
    }),
    clause('ownership', 'Nobody hears of another customer’s order', async (probe) => {
      const { otherToken } = probe.deployment;
      if (!otherToken) throw new NotApplicable('needs --other-token');
      const stranger = await probe.listen(otherToken);
      const { id } = await probe.place();
      stranger.say({ action: 'sync', seen: { [id]: 0 } });
      await afterSync(stranger, probe, otherToken);
      deepEqual(stranger.eventsOf(id), []);
      stranger.close();
    }),
    clause('ping', 'A ping is answered with a pong', async (probe) => {
      const line = await probe.listen();
      line.say({ action: 'ping' });
      await line.reply('pong');
      line.close();
    }),
    clause(
      'error',
      'What is no message of the contract is answered with an error, and the line stays',
      async (probe) => {
        const line = await probe.listen();
        for (const message of ['latte please', '{"action":"dance"}', '{"action":"sync","seen":[]}']) {
          line.say(message);
          ok(await line.reply('error'));
          line.messages.length = 0;
        }
        line.say({ action: 'ping' });
        await line.reply('pong');
        line.close();
      },
    ),
  ],
};

/** An order of one's own that is heard of after a sync was sent: the sync before it has been answered. */
async function afterSync(line: LiveProbe, probe: Probe, token = probe.deployment.token): Promise<void> {
  const { id } = await probe.placeAndCancel(token);
  await line.hear(({ subject, type }) => subject === id && type === 'coffee.cancelled');
}
