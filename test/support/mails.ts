/** Raw messages as they come in from outside. */

export function reply(options: {
  from: string;
  inReplyTo?: string;
  text: string;
  subject?: string;
  headers?: string[];
  messageId?: string;
}): Buffer {
  return Buffer.from(
    [
      `From: ${options.from}`,
      'To: Talent <talent@acme.example>',
      `Subject: ${options.subject ?? 'Re: Hello'}`,
      `Message-ID: ${options.messageId ?? '<answer-1@example.com>'}`,
      ...(options.inReplyTo ? [`In-Reply-To: ${options.inReplyTo}`, `References: ${options.inReplyTo}`] : []),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      ...(options.headers ?? []),
      '',
      options.text,
      '',
    ].join('\r\n'),
  );
}

export function bounce(options: {
  recipient: string;
  status: string;
  messageId?: string;
  action?: string;
}): Buffer {
  return Buffer.from(
    [
      'From: Mail Delivery Subsystem <mailer-daemon@mx.example>',
      'To: talent@acme.example',
      'Subject: Undelivered mail returned to sender',
      'Message-ID: <bounce-1@mx.example>',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'This is the mail system. Your message could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      `Final-Recipient: rfc822; ${options.recipient}`,
      `Action: ${options.action ?? 'failed'}`,
      `Status: ${options.status}`,
      'Diagnostic-Code: smtp; 550 no such',
      ' mailbox',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: talent@acme.example',
      `To: ${options.recipient}`,
      ...(options.messageId ? [`Message-ID: ${options.messageId}`] : []),
      'Subject: Hello',
      '',
      'Hello',
      '--b--',
      '',
    ].join('\r\n'),
  );
}
