import type { ApiCall } from './api-call';
import { inputOf } from './api-call';
import { type ContentHandling, convert } from './content-handling';
import { GatewayError } from './gateway-error';
import { isBinary, mediaTypeOf } from './media-types';
import { compileMappingTemplate, type MappingTemplate } from './velocity';

/** What decides on the body of an integration request. */
export interface RequestBodyProps {
  binaryMediaTypes: string[];
  contentHandling: ContentHandling;
  /** Lower case: `when_no_match`, `when_no_templates` or `never`. */
  passthroughBehavior: string;
  /** Templates by media type. */
  requestTemplates: Record<string, string>;
}

/** Makes the body of an integration request: converted, then passed through or rendered by its template. */
export class RequestBody {
  private readonly templates: Map<string, MappingTemplate>;

  /** @throws TemplateError */
  constructor(private readonly props: RequestBodyProps) {
    this.templates = new Map(
      Object.entries(props.requestTemplates).map(([type, text]) => [type, compileMappingTemplate(text)]),
    );
  }

  /**
   * @throws GatewayError UNSUPPORTED_MEDIA_TYPE (415) where nothing passes through; API_CONFIGURATION_ERROR (500) for a
   * template over a binary body
   */
  render(call: ApiCall): Buffer {
    const mediaType = mediaTypeOf(call.http.headers['content-type']);
    const { binaryMediaTypes, contentHandling } = this.props;
    const payload = convert(call.body, isBinary(binaryMediaTypes, mediaType), contentHandling);
    const template = this.templates.get(mediaType);
    if (!template) return this.passThrough(payload.bytes);
    if (!payload.text) throw new GatewayError('API_CONFIGURATION_ERROR');
    return Buffer.from(template(call.context, inputOf(call, payload.bytes.toString('utf8'))));
  }

  private passThrough(bytes: Buffer): Buffer {
    const { passthroughBehavior } = this.props;
    const passes =
      passthroughBehavior === 'when_no_match' ||
      (passthroughBehavior === 'when_no_templates' && this.templates.size === 0);
    if (!passes) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE');
    return bytes;
  }
}
