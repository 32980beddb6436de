import { TaskClient } from 'smart-coffee-maker/client';
import { hello } from './task.ts';

const { API_URL = '', LIVE_URL = '', TOKEN = '' } = process.env;
const client = new TaskClient({ task: hello, apiUrl: API_URL, liveUrl: LIVE_URL, token: async () => TOKEN });

const { id } = await client.order({ to: 'world' });
for await (const { message } of client.watch(id)) console.log(message);
const { result } = await client.get(id);
console.log(result?.writing?.text);
