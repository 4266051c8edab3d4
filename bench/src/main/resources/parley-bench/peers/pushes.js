// What the peers share: the way from Kafka to a socket, and what the benchmark asks of a server.
import http from 'node:http';
import { Kafka, logLevel } from 'kafkajs';

const [, , port, bootstrap, topic] = process.argv;

// Answers POST /gc with what is left after full collections, and GET /ready once the topic is read.
let ready = false;
export const server = http.createServer((request, response) => {
  if (request.url === '/gc') {
    for (let i = 0; i < 3; i++) global.gc();
    response.end(JSON.stringify({ heapUsed: process.memoryUsage().heapUsed }));
  } else if (request.url === '/ready') {
    response.writeHead(ready ? 200 : 503).end();
  } else {
    response.writeHead(404).end();
  }
});

export function listen() {
  server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 });
}

// Calls `push(user, entry)` for each record of the topic: key = user, value = the entry as JSON.
export async function follow(push) {
  const kafka = new Kafka({ clientId: topic, brokers: [bootstrap], logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
  consumer.on(consumer.events.GROUP_JOIN, () => {
    ready = true;
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
      for (const message of batch.messages) {
        push(message.key.toString(), JSON.parse(message.value.toString()));
        resolveOffset(message.offset);
      }
      await heartbeat();
    },
  });
}

export const timestamp = () => new Date().toISOString();
