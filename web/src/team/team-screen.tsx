import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.js';
import { useTranslation } from '../i18n/use-translation.js';
import { LostScreen } from '../screens/lost.js';
import { Room } from '../screens/room.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { InviteSheet } from './invite-sheet.js';
import { peopleQuery } from './people.js';
import { PeopleList } from './people-list.js';
import { PersonSheet } from './person-sheet.js';

/** Who works here and what each may do. For administrators; to others this address is no screen. */
export function TeamScreen() {
  const { t } = useTranslation();
  const session = useSession();
  const [inviting, setInviting] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const isAdmin = 'user' in session && session.user.role === 'admin';
  const { data, error, refetch } = useQuery({ ...peopleQuery, enabled: isAdmin });
  if ('user' in session && !isAdmin) return <LostScreen />;
  // Read again first: an invitation may have been accepted, or a colleague have changed the same person.
  const openPerson = (id: string): void => void refetch().then(() => setOpenId(id));
  const open = data?.find(({ id }) => id === openId);
  return (
    <Room
      here="team"
      title={t('team.title')}
      act={
        <Button kind="filled" onClick={() => setInviting(true)}>
          {t('team.invite')}
        </Button>
      }
    >
      {data ? (
        <PeopleList people={data} onOpen={openPerson} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton />
      )}
      {inviting && <InviteSheet onClose={() => setInviting(false)} />}
      {open && <PersonSheet key={open.id} person={open} onClose={() => setOpenId(null)} />}
    </Room>
  );
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} className="appear-late border-t border-line">
      {[40, 52, 36, 48].map((width) => (
        <div key={width} className="flex h-16 items-center border-b border-line">
          <span className="skeleton h-4" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
