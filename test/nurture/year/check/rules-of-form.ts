import { type Facts, told } from './facts.ts';

/** Product.md section 8.5 and RFC 8058: what every message carries. */
export function carriesTheWayOut({ mails, year }: Facts): string[] {
  return mails.flatMap((mail) => {
    const { headers, text } = mail.letter;
    const link = /<(https:\/\/[^>]+)>/.exec(headers.get('list-unsubscribe') ?? '')?.[1];
    const lacks = [
      ...(link ? [] : ['List-Unsubscribe with an https address']),
      ...(headers.get('list-unsubscribe-post') === 'List-Unsubscribe=One-Click'
        ? []
        : ['List-Unsubscribe-Post']),
      ...(link && text.includes(link) && /rather not hear from us/i.test(text) ? [] : ['the opt-out line']),
      ...(text.includes(year.postalAddress) ? [] : ['the postal address']),
    ];
    return lacks.length > 0 ? [`without ${lacks.join(', ')}: ${told(mail)}`] : [];
  });
}
