/** The server side of every wire protocol, and the protocol of a service. */

import type { Protocol, ServiceModel } from '../aws/models/service-model.ts';
import { cborRpc } from './cbor-rpc.ts';
import { jsonRpc } from './json-rpc.ts';
import { ec2Query, query } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';
import type { WireProtocol } from './wire-protocol.ts';

const protocols: Readonly<Record<Protocol, (service: ServiceModel) => WireProtocol>> = {
  'json1.0': (service) => jsonRpc(service, '1.0'),
  'json1.1': (service) => jsonRpc(service, '1.1'),
  cbor: cborRpc,
  query,
  ec2: ec2Query,
  'rest-json': restJson,
  'rest-xml': restXml,
};

export function speak(protocol: Protocol, service: ServiceModel): WireProtocol {
  return protocols[protocol](service);
}
