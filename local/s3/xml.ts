import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { malformedXml } from './errors';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true });
/** Values stay text: a key such as `007` is no number. */
const parser = new XMLParser({ parseTagValue: false, trimValues: false, ignoreDeclaration: true });

/** An XML document of S3's namespace. Members that are undefined are left out. */
export function xmlDocument(root: string, content: Record<string, unknown>): string {
  return DECLARATION + builder.build({ [root]: { '@_xmlns': NAMESPACE, ...content } });
}

/** The error document, which has no namespace. */
export function xmlError(content: Record<string, unknown>): string {
  return DECLARATION + builder.build({ Error: content });
}

/** The root element of a request document. @throws AwsError `MalformedXML` */
export function parseXml(text: string, root: string): Record<string, unknown> {
  try {
    const element = parser.parse(text, true)[root];
    if (element !== null && typeof element === 'object') {
      return element;
    }
  } catch {
    // The parser's own error says nothing that S3 would say.
  }
  throw malformedXml();
}

/** Child elements of one name, of which the parser makes a list only when there are several. */
export function elements(parent: Record<string, unknown>, name: string): Record<string, string>[] {
  const child = parent[name];
  const list = child === undefined ? [] : [child].flat();
  if (list.some((item) => item === null || typeof item !== 'object')) {
    throw malformedXml();
  }
  return list as Record<string, string>[];
}
