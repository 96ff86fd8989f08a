import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-graph-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const arn = (rest: string, account = '111111111111') => `arn:aws:ec2:eu-west-1:${account}:${rest}`;
const hostile = 'a<b>&"c"\u0000';

const records = [
  record({
    service: 'EC2',
    type: 'instance',
    id: 'i-11111111',
    arn: arn('instance/i-11111111'),
    resource: { VpcId: 'vpc-11111111', ImageId: hostile },
  }),
  record({
    service: 'EC2',
    type: 'vpc',
    id: 'vpc-11111111',
    arn: arn('vpc/vpc-11111111'),
    resource: { VpcId: 'vpc-11111111' },
  }),
  record({
    accountId: '222222222222',
    service: 'EC2',
    type: 'subnet',
    id: 'subnet-22222222',
    arn: arn('subnet/subnet-22222222', '222222222222'),
    resource: { VpcId: 'vpc-22222222' },
  }),
];

const graph = (...args: readonly string[]) =>
  runCli(['inventory', 'graph', '--from', from, ...args]);

test('resources are nodes and relations are edges, whatever their names are', async () => {
  await writeRun(from, { records });

  const { code, stdout, stderr } = await graph('--accounts', '111111111111');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '3 resources, 2 relations\n' });
  const escaped = 'a&lt;b&gt;&amp;&quot;c&quot;\ufffd';
  const place = '111111111111 eu-west-1 ec2_image';
  expect(stdout.split('\n').filter((line) => /^<(node|edge)/.test(line))).toEqual([
    `<node id="${place} ${escaped}"><data key="label">${escaped}</data><data key="type">ec2_image</data><data key="collected">false</data></node>`,
    `<node id="${arn('instance/i-11111111')}"><data key="label">i-11111111</data><data key="arn">${arn('instance/i-11111111')}</data><data key="type">ec2_instance</data><data key="account">111111111111</data><data key="region">eu-west-1</data><data key="collected">true</data></node>`,
    `<node id="${arn('vpc/vpc-11111111')}"><data key="label">vpc-11111111</data><data key="arn">${arn('vpc/vpc-11111111')}</data><data key="type">ec2_vpc</data><data key="account">111111111111</data><data key="collected">true</data></node>`,
    `<edge source="${arn('instance/i-11111111')}" target="${place} ${escaped}"><data key="kind">image</data><data key="member">ImageId</data></edge>`,
    `<edge source="${arn('instance/i-11111111')}" target="${arn('vpc/vpc-11111111')}"><data key="kind">vpc</data><data key="member">VpcId</data></edge>`,
  ]);
});

const python = found('python3');

test.skipIf(!python)('the graph is read back by a parser of XML', async () => {
  await writeRun(from, { records });
  const { stdout } = await graph();
  const script = `
import sys, json
from xml.etree import ElementTree
at = '{http://graphml.graphdrawing.org/xmlns}'
root = ElementTree.fromstring(sys.stdin.buffer.read())
keys = {key.get('id') for key in root.findall(at + 'key')}
nodes = {node.get('id') for node in root.iter(at + 'node')}
edges = [(edge.get('source'), edge.get('target')) for edge in root.iter(at + 'edge')]
data = {one.get('key') for one in root.iter(at + 'data')}
print(json.dumps([len(nodes), len(edges), all(end in nodes for edge in edges for end in edge), data <= keys]))`;

  const read = execFileSync('python3', ['-c', script], { input: stdout, encoding: 'utf8' });

  expect(JSON.parse(read)).toEqual([5, 3, true, true]);
});

function found(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
