/** XML documents, written by the SDK's own serializer. */

import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { $Schema } from '@smithy/types';

export type XmlWriter = (schema: $Schema, value: object) => string;

/** A writer whose root elements carry this namespace, or none. */
export function xmlWriter(xmlNamespace: string | undefined): XmlWriter {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
    serviceNamespace: '',
    xmlNamespace: xmlNamespace ?? '',
  });
  return (schema, value) => {
    serializer.write(schema, value);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${serializer.flush()}`;
  };
}
