// A channel of Parley outside the JVM: a tiny HTTP chat, after the contract in docs/channels.
import {createHash, randomBytes, randomUUID, timingSafeEqual} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import avro from 'avsc';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';

const {CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel} = kafkajs;
CompressionCodecs[CompressionTypes.LZ4] = () => ({decompress: bytes => Buffer.from(lz4.decompress(bytes))}); // what Parley writes with
const {KAFKA = 'localhost:9092', TENANT = 'shoes', ACCOUNT = 'shoes-node', TOKEN, CALLBACK_URL, PORT = '3000'} = process.env;
if (!TOKEN || !CALLBACK_URL) throw new Error('set TOKEN, which callers send as Bearer, and CALLBACK_URL');

// Single-object encoding: C3 01, fingerprint of the writer's schema, body. The newest version of a record stands last.
const folder = new URL('../../docs/channels/schemas/', import.meta.url);
const read = file => JSON.parse(readFileSync(new URL(file, folder)));
const readers = {}, writers = {};
for (const [file, print] of Object.entries(read('fingerprints.json'))) {
  readers[print] = avro.Type.forSchema(read(file));
  writers[file.split('/')[0]] = {print, type: readers[print]};
}
const encode = ({print, type}, record) => Buffer.concat([Buffer.from('c301' + print, 'hex'), type.toBuffer(record)]);
const decode = bytes => readers[bytes.toString('hex', 2, 10)].fromBuffer(bytes.subarray(10));
const sha256 = text => createHash('sha256').update(text).digest();
const segment = text => encodeURIComponent(text).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const kafka = new Kafka({brokers: KAFKA.split(','), logLevel: logLevel.ERROR});
const murmur2 = Partitioners.DefaultPartitioner(); // as Java's: messages by client, receipts by account
const byAccount = record => ({...record, message: {key: `${TENANT}:${ACCOUNT}`}});
const producer = kafka.producer({maxInFlightRequests: 1,
  createPartitioner: () => record => murmur2(record.topic === 'delivery-receipts' ? byAccount(record) : record)});
const produce = (topic, key, value, traceparent) =>
  producer.send({topic, acks: -1, messages: [{key, value, headers: {tenant: TENANT, ...traceparent && {traceparent}}}]});

async function take({message_id: event = randomUUID(), user_id, text}) { // a person writes
  const client_id = [TENANT, ACCOUNT, user_id].map(segment).join(':');
  const message_id = 'm-' + sha256(`${client_id}\0MESSAGE\0${event}\0`).toString('hex', 0, 16);
  await produce('incoming-messages', client_id, encode(writers.IncomingMessage, {message_id, client_id, tenant: TENANT, channel: 'node',
    channel_account: ACCOUNT, kind: 'MESSAGE', provider_event_id: event, text, occurred_at: Date.now()}),
    `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`);
  return message_id;
}

async function send({entry, traceparent}, isOurs) { // the agent answers
  const receipt = (state, reason = null) => produce('delivery-receipts', entry.client_id, encode(writers.DeliveryReceipt, {tenant: TENANT, channel: 'node',
    channel_account: ACCOUNT, client_id: entry.client_id, reply_id: entry.reply_id, state, reason, at: Date.now()}), traceparent);
  const {client_id, reply_id, turn_id, in_reply_to, part, total, content, image_url, buttons} = entry;
  const body = JSON.stringify({type: 'message', role: 'agent', author: entry.author.toLowerCase(), kind: entry.kind.toLowerCase(), content, image_url, buttons,
    user_id: decodeURIComponent(client_id.split(':')[2]), client_id, reply_id, turn_id, in_reply_to, part, total});
  await receipt('SENDING');
  for (let wait = 500; isOurs(); wait = Math.min(wait * 2, 10_000)) { // whoever gets it again knows it by its reply_id
    const answer = await fetch(CALLBACK_URL, {method: 'POST', headers: {'content-type': 'application/json'}, body, signal: AbortSignal.timeout(10_000)})
      .catch(() => ({status: 0}));
    if (answer.ok) return receipt('SENT');
    if (answer.status >= 400 && answer.status < 500 && ![408, 429].includes(answer.status)) return receipt('REFUSED', `http ${answer.status}`);
    await pause(answer.headers?.get('retry-after') * 1000 || wait);
  }
}

const consumer = kafka.consumer({groupId: 'channel-node', sessionTimeout: 10_000, heartbeatInterval: 1000});
async function eachBatch({batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning, isStale}) {
  const isOurs = () => isRunning() && !isStale();
  const alive = setInterval(() => heartbeat().catch(() => {}), 1000);
  const records = batch.messages.map(({offset, value, headers: {traceparent}}) =>
    ({offset, traceparent, entry: decode(value).payload['io.parley.schemas.avro.AgentReply']})); // signs of life have no entry
  const waiting = new Set(records.map(({entry}) => entry?.reply_id));
  const retracted = new Set(records.flatMap(({entry}) => entry?.retracts.every(id => waiting.has(id)) ? entry.retracts : []));
  try {
    for (const record of records) {
      if (record.entry && record.entry.kind !== 'RETRACT' && !retracted.has(record.entry.reply_id)) await send(record, isOurs);
      if (!isOurs()) return;
      resolveOffset(record.offset); // committed only when it has been sent
      await commitOffsetsIfNecessary();
    }
  } finally { clearInterval(alive); }
}

const server = createServer(async (request, response) => {
  const answer = (status, body = {}) => response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
  let text = '', length = 0, message;
  for await (const chunk of request.setEncoding('utf8')) if ((length += chunk.length) <= 65_536) text += chunk;
  if (request.method !== 'POST' || request.url !== `/${ACCOUNT}/messages`) return answer(404);
  if (!timingSafeEqual(sha256(request.headers.authorization ?? ''), sha256(`Bearer ${TOKEN}`))) return answer(401);
  if (length > 65_536) return answer(413);
  try { message = JSON.parse(text); } catch { return answer(400); }
  if (![message?.user_id, message?.text].every(value => typeof value === 'string' && value)) return answer(400);
  try { answer(202, {message_id: await take(message)}); } catch { answer(503); }
});

await Promise.all([producer.connect(), consumer.connect()]);
await consumer.subscribe({topic: 'outbound.node', fromBeginning: true}); // at the first start only: nothing has been sent yet
await consumer.run({eachBatch, eachBatchAutoResolve: false, autoCommitThreshold: 1});
server.listen(PORT, () => console.log(`channel-node listens at ${server.address().port}`));
process.on('SIGTERM', () => consumer.disconnect().finally(() => process.exit(0)));
