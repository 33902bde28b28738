import type { MailTexts } from './mail-facts.ts';

const payBy = (dueDate: string | undefined, balance: string) =>
  dueDate === undefined
    ? `Nous vous remercions de régler ${balance} à réception.`
    : `Nous vous remercions de régler ${balance} au plus tard le ${dueDate}.`;

/** The French texts of mails about invoices. */
export const mailTextsFr: MailTexts = {
  greeting: (name) => (name === undefined ? 'Bonjour,' : `Bonjour ${name},`),
  invoice: ({ number, sellerName, isSettled, dueDate, balance }) => ({
    subject: `Facture ${number} de ${sellerName}`,
    paragraphs: [
      `Voici notre facture ${number}.`,
      isSettled ? 'Il ne reste rien à payer.' : payBy(dueDate, balance),
    ],
  }),
  creditNote: ({ number, sellerName, creditedNumber }) => ({
    subject: `Avoir ${number} de ${sellerName}`,
    paragraphs: [
      creditedNumber === undefined
        ? `Voici notre avoir ${number}.`
        : `Voici notre avoir ${number} sur la facture ${creditedNumber}.`,
    ],
  }),
  receipt: ({ number, sellerName, payment, isSettled, balance }) => ({
    subject: `Votre paiement de la facture ${number} de ${sellerName}`,
    paragraphs: [
      `Nous avons reçu ${payment?.amount ?? ''} pour la facture ${number}. Merci.`,
      isSettled ? 'Il ne reste rien à payer.' : `Il reste ${balance} à payer.`,
    ],
  }),
  beforeDue: ({ number, sellerName, dueDate, balance }) => ({
    subject: `La facture ${number} de ${sellerName} arrive à échéance le ${dueDate}`,
    paragraphs: [`La facture ${number} arrive à échéance le ${dueDate} ; il reste ${balance} à payer.`],
  }),
  atDue: ({ number, sellerName, dueDate, balance }) => ({
    subject: `La facture ${number} de ${sellerName} arrive à échéance aujourd’hui`,
    paragraphs: [
      `La facture ${number} arrive à échéance aujourd’hui, le ${dueDate} ; il reste ${balance} à payer.`,
      'Si vous avez payé entre-temps, ce message est sans objet.',
    ],
  }),
  overdue: ({ number, sellerName, dueDate, balance, daysOverdue = 0, fee }) => ({
    subject: `Relance : la facture ${number} de ${sellerName} est en retard`,
    paragraphs: [
      `La facture ${number} était à payer au plus tard le ${dueDate}, il y a ${daysOverdue} ${daysOverdue === 1 ? 'jour' : 'jours'}, et il reste ${balance} à payer. Nous vous remercions de régler ce montant sans délai.`,
      ...(fee === undefined ? [] : [`Pour ce retard, des frais de ${fee} s’y ajoutent.`]),
      'Si vous avez payé entre-temps, ce message est sans objet.',
    ],
  }),
  labels: {
    invoice: 'Facture',
    creditNote: 'Avoir',
    issueDate: 'Date',
    dueDate: 'Échéance',
    total: 'Total',
    settled: 'Payé et crédité',
    balance: 'Reste à payer',
    payment: 'Paiement',
    paidOn: 'Payé le',
    iban: 'IBAN',
    reference: 'Référence du paiement',
  },
  attached: 'Le document est joint en PDF et contient ses données (Factur-X).',
  link: 'Voir la facture et le reste à payer',
  linkNote: 'Quiconque a ce lien voit la facture ; ne le transmettez qu’avec soin.',
  optOut:
    'Si vous ne voulez pas de rappel avant l’échéance, répondez à ce message et nous n’en enverrons plus.',
  closing: 'Cordialement',
  colon: ' : ',
};
