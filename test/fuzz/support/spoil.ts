import { type ServerResponse } from 'node:http';
import { toTree, write } from './answer-tree.js';
import { type Dice } from './dice.js';
import { type WholeAnswer } from './mutating-proxy.js';
import { MARK } from './marks.js';
import { TREE_MUTATIONS } from './mutate-tree.js';

type Damage = (answer: WholeAnswer, dice: Dice, response: ServerResponse) => void;

/** Structure that is plainly broken; a well-formed lie, such as another number, nobody could tell from the truth. */
const PLAIN = ['drop', 'rename', 'hostile', 'recase-all', 'wrap', 'double'] as const;

const DAMAGES: readonly Damage[] = [
  (answer, dice, response) => send(answer, broken(answer.body, dice), response),
  (answer, dice, response) => send(answer, broken(answer.body, dice), response),
  (answer, dice, response) => send(answer, answer.body.subarray(0, dice.below(answer.body.length)), response),
  (answer, _dice, response) => send(answer, Buffer.from(`<html><body>${MARK}</body></html>`), response),
  (answer, _dice, response) => send(answer, Buffer.from(`\uFEFF${answer.body.toString('utf8')}`, 'utf16le'), response),
  (answer, _dice, response) => send(answer, Buffer.alloc(0), response),
  (answer, _dice, response) => send(answer, Buffer.concat([answer.body, answer.body]), response),
  (answer, dice, response) => send({ ...answer, status: dice.pick([500, 502, 503, 504]) }, answer.body, response),
  (answer, dice, response) => {
    const code = dice.pick(['1', '4', '5', '192', '0x00052102', '0x00052103', '0x00052301', 'what', 4711]);
    send(answer, Buffer.from(JSON.stringify({ code, msg: MARK, data: null })), response);
  },
  (_answer, _dice, response) => response.destroy(),
  ({ status, headers, body }, _dice, response) => {
    response.writeHead(status, { ...headers, 'content-length': body.length + 10 });
    response.write(body);
    response.destroy();
  },
];

export function spoil(answer: WholeAnswer, dice: Dice, response: ServerResponse): void {
  dice.pick(DAMAGES)(answer, dice, response);
}

function send({ status, headers }: WholeAnswer, body: Buffer, response: ServerResponse): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function broken(body: Buffer, dice: Dice): Buffer {
  const text = body.toString('utf8');
  if (!text.startsWith('{')) return Buffer.from(text.slice(1));
  const root = { tree: toTree(JSON.parse(text)) };
  TREE_MUTATIONS[dice.pick(PLAIN)]!(root, dice);
  return Buffer.from(write(root.tree));
}
