import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { type QueryView, useData } from '../../api/use-data.ts';
import {
  type CustomerDetailsFragment,
  CustomerDocument,
  type CustomerQuery,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { HiddenValue } from '../../ui/empty-state.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useCountries } from '../../ui/use-countries.ts';
import { CustomerContacts } from '../contacts/customer-contacts.tsx';
import { CustomerRequests } from '../requests/request-sections.tsx';
import { ArchiveButton } from './archive-button.tsx';
import { CustomerAccount } from './customer-account.tsx';

const route = getRouteApi('/customers/$id');

/** A customer with what it owes and its invoices, for those who may see them. */
export function CustomerPage() {
  const { customers: messages, ui } = useMessages();
  const { roles } = usePerson();
  const { id } = route.useParams();
  const view = useData(CustomerDocument, { variables: { id } });
  const customer = view.data?.customer;
  return (
    <PageLayout
      title={customer?.displayName ?? messages.title}
      actions={
        customer && (
          <>
            {mayUse(roles, 'Mutation.updateCustomer') && (
              <Link to="/customers/$id/edit" params={{ id }} className={toButtonClass('primary')}>
                {ui.edit}
              </Link>
            )}
            {mayUse(roles, 'Mutation.archiveCustomer') && <ArchiveButton customer={customer} />}
          </>
        )
      }
    >
      <StateView view={view} select={(data) => data.customer} skeletonRows={4}>
        {(found, { hidden }) => <Details customer={found} hidden={hidden} />}
      </StateView>
      {customer && mayUse(roles, 'Query.requests') && <CustomerRequests customerId={id} />}
      {customer && mayUse(roles, 'Query.contacts') && <CustomerContacts customerId={id} />}
      {customer && mayUse(roles, 'Query.invoices') && <CustomerAccount id={id} />}
    </PageLayout>
  );
}

interface DetailsProps extends Pick<QueryView<CustomerQuery>, 'hidden'> {
  readonly customer: CustomerDetailsFragment;
}

function Details({ customer, hidden }: DetailsProps) {
  const { customers: messages } = useMessages();
  const countries = useCountries();
  const { address, status } = customer;
  const orHidden = (name: 'email' | 'phone') =>
    hidden.has(`customer.${name}`) ? <HiddenValue /> : customer[name];
  return (
    <DescriptionList
      items={[
        {
          term: messages.status,
          value: (
            <Badge tone={status === 'ACTIVE' ? 'success' : 'neutral'}>{messages.statuses[status]}</Badge>
          ),
        },
        { term: messages.fields.contactName, value: customer.contactName },
        { term: messages.fields.email, value: orHidden('email') },
        { term: messages.fields.phone, value: orHidden('phone') },
        {
          term: messages.address,
          value:
            address &&
            [
              address.line1,
              address.line2,
              [address.postalCode, address.city].filter(Boolean).join(' '),
              countries.toName(address.countryCode),
            ]
              .filter(Boolean)
              .join(', '),
        },
        { term: messages.fields.taxNumber, value: customer.taxNumber },
        { term: messages.fields.siren, value: customer.siren },
        { term: messages.fields.siret, value: customer.siret },
        {
          term: messages.electronicAddress,
          value:
            customer.electronicAddress &&
            `${customer.electronicAddress.id} (${customer.electronicAddress.scheme})`,
        },
        { term: messages.fields.externalReference, value: customer.externalReference },
        {
          term: messages.fields.language,
          value: customer.language ? messages.languages[customer.language] : messages.sellersLanguage,
        },
        {
          term: messages.fields.courtesyMails,
          value: messages.courtesy[customer.courtesyMails ? 'YES' : 'NO'],
        },
        { term: messages.addedAt, value: <InstantText instant={customer.createdAt} /> },
        { term: messages.updatedAt, value: <InstantText instant={customer.updatedAt} /> },
      ]}
    />
  );
}
