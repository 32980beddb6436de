/* global SwaggerUIBundle */
// One page for both contracts: Swagger UI knows the HTTP API, and what is pushed is shown below it.

const ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#http', onComplete: signIn });
showLive(await (await fetch('/asyncapi.json')).json());

/** "Try it out" works at once, as a customer of the local shop. */
async function signIn() {
  const { access_token: token } = await (await fetch('/local/token?user=reader')).json();
  ui.preauthorizeApiKey('customer', token);
}

function showLive({ info, operations, components }) {
  const shown = Object.values(operations).map((operation) => showOperation(operation, components));
  document
    .querySelector('#live')
    .append(element('h2', info.title), ...prose(info.description), ...shown.flat());
}

function showOperation({ action, summary, messages, reply }, components) {
  const heading = element('h3');
  heading.append(element('span', action === 'send' ? 'you hear' : 'you say', 'action'));
  const named = messages.map((message) => nameOf(message));
  heading.append(` ${named.join(', ')}`);
  const answer = reply ? [element('p', `Answered with ${reply.messages.map(nameOf).join(', ')}.`)] : [];
  return [heading, element('p', summary), ...named.map((name) => showPayload(name, components)), ...answer];
}

function showPayload(name, { messages, schemas }) {
  const details = element('details');
  const schema = schemas[nameOf(messages[name].payload)];
  details.append(
    element('summary', messages[name].summary),
    element('pre', JSON.stringify(schema, undefined, 2)),
  );
  return details;
}

/** Of Markdown what the descriptions have: paragraphs and `code`. */
function prose(text) {
  return text.split('\n\n').map((paragraph) => {
    const parts = paragraph.split('`').map((part, n) => (n % 2 === 1 ? element('code', part) : part));
    const shown = element('p');
    shown.append(...parts);
    return shown;
  });
}

function nameOf({ $ref }) {
  return $ref.split('/').at(-1);
}

function element(tag, text = '', className = '') {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}
