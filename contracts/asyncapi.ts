import { coffee } from '../coffee/task.ts';
import { protocolOf } from '../domain/task.ts';
import { maxMessageBytes } from '../lambdas/notify/client-message.ts';
import { liveSchemas } from './component-schemas.ts';

const protocol = protocolOf(coffee.name);

const description = `Each change of each of the customer's orders, as it happens. Delivery is at least once: \`id\` tells
duplicates, \`data.order.version\` what is newer.

Connect with two subprotocols: \`${protocol}\` and \`bearer.<token>\`. The connection ends with the token, after two hours,
and after ten minutes without a message. Say \`sync\` after each connect, and again with \`after\` for as long as the answer ends in \`more\`:
nothing is missed then. A connection has one sync at a time.`;

/** The contract of the WebSocket API. */
export const asyncapi = {
  asyncapi: '3.0.0',
  info: {
    title: 'Smart Coffee Maker, live',
    version: '1.0.0',
    description,
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/json',
  servers: {
    local: {
      host: 'localhost:3000',
      pathname: '/live',
      protocol: 'ws',
      description: 'npm start; deployed, it is liveUrl of /config.json',
      security: [{ $ref: '#/components/securitySchemes/customer' }],
    },
  },
  channels: {
    live: {
      address: '/',
      description: 'One connection of one customer.',
      messages: Object.fromEntries(
        ['orderEvent', 'sync', 'more', 'ping', 'pong', 'error'].map((name) => [
          name,
          { $ref: `#/components/messages/${name}` },
        ]),
      ),
      bindings: { ws: { method: 'GET', headers: subprotocols(), bindingVersion: '0.1.0' } },
    },
  },
  operations: {
    tellOrder: operation('send', 'An order has changed, or is what the customer asked for.', ['orderEvent']),
    takeSync: {
      ...operation('receive', 'What is open, and what is newer than the versions that the client has seen?', [
        'sync',
      ]),
      reply: replyOf('orderEvent', 'more'),
    },
    takePing: {
      ...operation('receive', 'Is anybody there? Keeps the connection from ending for silence.', ['ping']),
      reply: replyOf('pong'),
    },
    refuseMessage: operation('send', 'The message before was none of these. The connection stays.', [
      'error',
    ]),
  },
  components: {
    messages: {
      orderEvent: {
        ...message('OrderEvent', 'A CloudEvent 1.0 in JSON.'),
        description: `\`type\` is \`coffee.\` and the status: ${coffee.statuses.join(', ')}.`,
      },
      sync: message('Sync', `At most ${maxMessageBytes} bytes.`),
      more: message('More', 'There are more open orders: say sync with this `after`, and nothing else.'),
      ping: message('Ping', 'Says no more than that.'),
      pong: message('Pong', 'Somebody is there.'),
      error: message(
        'LiveError',
        'Says what a message may be, or that a sync of the connection is under way.',
      ),
    },
    schemas: liveSchemas,
    securitySchemes: {
      customer: {
        type: 'httpApiKey',
        in: 'header',
        name: 'Sec-WebSocket-Protocol',
        description: `\`${protocol}, bearer.<JWT>\`: browsers can set no other header.`,
      },
    },
  },
};

function operation(action: 'send' | 'receive', summary: string, messages: readonly string[]) {
  return { action, summary, channel: { $ref: '#/channels/live' }, messages: messages.map(inChannel) };
}

function replyOf(...names: readonly string[]) {
  return { channel: { $ref: '#/channels/live' }, messages: names.map(inChannel) };
}

function inChannel(name: string) {
  return { $ref: `#/channels/live/messages/${name}` };
}

function message(schema: keyof typeof liveSchemas, summary: string) {
  return { name: schema, title: schema, summary, payload: { $ref: `#/components/schemas/${schema}` } };
}

function subprotocols() {
  return {
    type: 'object',
    required: ['Sec-WebSocket-Protocol'],
    properties: {
      'Sec-WebSocket-Protocol': { type: 'string', pattern: `^${protocol.replace('.', '\\.')}, ?bearer\\.` },
    },
  };
}
