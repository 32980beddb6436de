// Orders by HTTP, hears by WebSocket, and after each reconnect asks for what it missed.
const config = await (await fetch('/config.json')).json();
const user = localStorage.user ?? `guest-${crypto.randomUUID().slice(0, 8)}`;
localStorage.user = user;
const orders = new Map();
const find = (selector) => document.querySelector(selector);

async function token() {
  const response = await fetch(`/local/token?user=${encodeURIComponent(user)}`);
  return (await response.json()).access_token;
}

async function call(method, path, body) {
  const response = await fetch(new URL(path, config.apiUrl), {
    method,
    headers: {
      authorization: `Bearer ${await token()}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  const faults = (answer.errors ?? []).map((fault) => `${fault.pointer} ${fault.detail}`);
  throw new Error([answer.detail ?? answer.message, ...faults].join(' '));
}

/** Takes an order in, unless what is known of it is as new. */
function take(order, message = '') {
  const known = orders.get(order.id);
  if (known && known.order.version >= order.version) return;
  orders.set(order.id, { order, message });
  draw(order, message);
  if (order.status === 'ready' && known) announce(order, message);
}

function draw(order, message) {
  const id = `order-${order.id}`;
  let row = document.getElementById(id);
  if (!row) {
    row = find('#slip').content.firstElementChild.cloneNode(true);
    row.id = id;
    row.querySelector('.cancel').onclick = () =>
      attempt(async () => take(await call('DELETE', order.links.self)));
    find('#orders').prepend(row);
  }
  const open = !['ready', 'failed', 'cancelled'].includes(order.status);
  row.querySelector('.what').textContent = [order.drink, order.size, order.name].filter(Boolean).join(' · ');
  row.querySelector('.status').textContent = order.status;
  row.querySelector('progress').value = order.progress;
  row.querySelector('.note').textContent = order.result?.labelling?.label ?? order.failure?.detail ?? message;
  row.querySelector('.cancel').hidden = !open;
}

function announce(order, message) {
  const code = order.result?.labelling?.pickupCode;
  find('#call').textContent = code ? `${message} #${code}` : message;
  find('#call').hidden = false;
  document.title = `☕ ${message}`;
}

async function attempt(action) {
  find('#problem').textContent = '';
  try {
    await action();
  } catch (error) {
    find('#problem').textContent = error.message;
  }
}

async function listen(attemptNumber = 0) {
  const bearer = await token().catch(() => undefined);
  const socket = new WebSocket(config.liveUrl, ['coffee.v1', `bearer.${bearer}`]);
  const ping = setInterval(() => socket.send('{"action":"ping"}'), 5 * 60_000);
  let tries = attemptNumber;
  socket.onopen = () => {
    tries = 0;
    find('#line').textContent = `On the line as ${user}.`;
    const seen = [...orders.values()].slice(-50).map(({ order }) => [order.id, order.version]);
    socket.send(JSON.stringify({ action: 'sync', seen: Object.fromEntries(seen) }));
  };
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.data?.order) take(event.data.order, event.data.message);
  };
  socket.onclose = () => {
    clearInterval(ping);
    find('#line').textContent = 'The line is down, trying again …';
    setTimeout(() => listen(tries + 1), Math.random() * Math.min(10_000, 500 * 2 ** tries));
  };
}

async function fillMenu() {
  const { drinks } = await (await fetch(new URL('/menu', config.apiUrl))).json();
  const options = (names) => names.map((name) => new Option(name, name));
  find('[name=drink]').replaceChildren(...options(drinks.map(({ drink }) => drink)));
  find('[name=size]').replaceChildren(...options(drinks[0].sizes.map(({ size }) => size)));
  find('[name=size]').value = 'medium';
}

find('#order').onsubmit = (event) => {
  event.preventDefault();
  const { drink, size, name } = Object.fromEntries(new FormData(event.target));
  find('#call').hidden = true;
  return attempt(async () => take(await call('POST', '/orders', { drink, size, ...(name && { name }) })));
};

await attempt(async () => {
  await fillMenu();
  const { items } = await call('GET', '/orders?limit=20');
  for (const order of items.reverse()) take(order);
});
void listen();
