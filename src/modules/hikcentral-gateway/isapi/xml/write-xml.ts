import { create } from 'xmlbuilder2';

export interface XmlContent {
  readonly [name: string]: string | number | XmlContent;
}

const NAMESPACE = 'http://www.isapi.org/ver20/XMLSchema';
/** Characters that XML cannot carry, escaped or not; half of a surrogate pair is one too. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNWRITABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u;

/** A document in the current namespace. @throws RangeError for characters that XML does not have */
export function writeXml(rootName: string, content: XmlContent): Buffer {
  const root = { '@version': '2.0', '@xmlns': NAMESPACE, ...content };
  const text = create({ version: '1.0', encoding: 'UTF-8' }, { [rootName]: root }).end();
  if (UNWRITABLE.test(text)) throw new RangeError('a text holds characters that XML does not have');
  return Buffer.from(text);
}
