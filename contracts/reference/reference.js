/* global SwaggerUIBundle */
// One page for both contracts: Swagger UI knows the HTTP API; its problem types, and what is pushed, are shown below it.

followColorScheme(matchMedia('(prefers-color-scheme: dark)'));
const [http, live] = await Promise.all([read('/openapi.json'), read('/asyncapi.json')]);
const { text, rows } = apart(http.info.description);
const spec = { ...http, info: { ...http.info, description: text } };
const ui = SwaggerUIBundle({ spec, dom_id: '#http', onComplete: signIn });
document.querySelector('#problems').append(element('h2', 'Problem types'), table(rows));
showLive(live);

/** Swagger UI's own dark theme hangs on a class. */
function followColorScheme(dark) {
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();
}

async function read(path) {
  return (await fetch(path)).json();
}

/** The table of a Markdown text, as rows of cells, and the text without it. */
function apart(markdown) {
  const lines = markdown.split('\n');
  const isRow = (line) => line.startsWith('|');
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [head, , ...body] = lines.filter(isRow).map(cells);
  return { text: lines.filter((line) => !isRow(line)).join('\n'), rows: [head, ...body] };
}

/** "Try it out" works at once, as a customer of the local shop. */
async function signIn() {
  const { access_token: token } = await read('/local/token?user=reader');
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
function prose(markdown) {
  return markdown.split('\n\n').map((paragraph) => {
    const shown = element('p');
    shown.append(...inline(paragraph));
    return shown;
  });
}

function inline(markdown) {
  return markdown.split('`').map((part, n) => (n % 2 === 1 ? element('code', part) : part));
}

function table([head, ...body]) {
  const rowOf = (tag) => (cells) => {
    const row = element('tr');
    for (const cell of cells) {
      const shown = element(tag);
      shown.append(...inline(cell));
      row.append(shown);
    }
    return row;
  };
  const shown = element('table');
  shown.append(rowOf('th')(head), ...body.map(rowOf('td')));
  return shown;
}

function nameOf({ $ref }) {
  return $ref.split('/').at(-1);
}

function element(tag, text = '', className = '') {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}
