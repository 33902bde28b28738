import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A subgraph that answers every request with the same bytes; a process of its own, so that its time is not measured.

const books = Array.from({ length: Number(process.argv[2] ?? 20) }, (_, index) => ({
  id: `${index}`,
  title: `Book ${index}`,
  author: { id: `${index % 7}`, name: 'Stanisław Lem' },
}));
const body = Buffer.from(JSON.stringify({ data: { books } }));
const headers = { 'content-type': 'application/json', 'content-length': body.length };

const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, headers).end(body));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
