// A receiver of webhooks that trusts nothing it has not verified and does nothing twice. It needs Node.js and nothing else:
//   WEBHOOK_SECRET=whsec_… node receiver.mjs 9000
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const TOLERANCE_SECONDS = 300;
const LONGEST = 20_000;
const secret = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');

// In a real receiver a table with a unique key, written in the transaction of what the message leads to.
const seen = new Set();

function sign(id, timestamp, body) {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

function isGenuine(headers, body) {
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(sign(headers['webhook-id'], timestamp, body));
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function accept(headers, body) {
  const id = headers['webhook-id'];
  console.log(`${seen.has(id) ? 'known' : 'new'} ${headers['webhook-sequence']} ${body}`);
  seen.add(id);
  return 204;
}

async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    if ((length += part.length) > LONGEST) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const server = createServer(async (request, response) => {
  try {
    const body = await read(request);
    if (body === null) response.setHeader('connection', 'close'); // the rest is not waited for
    response.statusCode = body === null ? 413 : isGenuine(request.headers, body) ? accept(request.headers, body) : 400;
    response.end();
  } catch {
    request.destroy(); // whoever sent it has hung up in the middle, and sends it again
  }
});

server.listen(Number(process.argv[2]), () => console.log(`listening on ${server.address().port}`));
