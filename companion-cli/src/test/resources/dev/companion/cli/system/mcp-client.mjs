// A client made of the official TypeScript SDK: starts the server that it is told of, reads one request a line from
// stdin, writes one event a line to stdout. Every message of the server goes through the SDK's schemas.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [sdk, command, ...args] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(`${sdk}/dist/esm/${file}`).href);
const { Client } = await load('client/index.js');
const { StdioClientTransport } = await load('client/stdio.js');

const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const client = new Client({ name: 'second-client', version: '1' });
const transport = new StdioClientTransport({ command, args, env: process.env, cwd: process.cwd(), stderr: 'pipe' });
const calls = new Map();

transport.stderr.on('data', (text) => say({ event: 'stderr', text: String(text) }));
client.onerror = (error) => say({ event: 'fault', message: String(error) });
client.onclose = () => say({ event: 'closed' });
await client.connect(transport);
say({
    event: 'ready',
    pid: transport.pid,
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    instructions: client.getInstructions(),
});

async function call({ tag, name, args: given, timeoutMs }) {
    const control = new AbortController();
    calls.set(tag, control);
    const options = {
        signal: control.signal,
        timeout: timeoutMs ?? 120_000,
        onprogress: (told) => say({ event: 'progress', tag, ...told }),
    };
    try {
        say({ event: 'result', tag, result: await client.callTool({ name, arguments: given }, undefined, options) });
    } catch (error) {
        say({ event: 'refused', tag, code: error.code ?? null, message: String(error) });
    }
}

const requests = {
    tools: async ({ tag }) => say({ event: 'result', tag, result: await client.listTools() }),
    call,
    abort: async ({ tag }) => calls.get(tag).abort('enough'),
    close: async () => {
        await client.close();
        process.exit(0);
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    requests[request.do](request).catch((error) => say({ event: 'fault', message: String(error) }));
}
