// The API as the screens know it, made from the OpenAPI document by `npm run openapi`. Not edited by hand.

export interface paths {
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel's keys that work or have expired, newest first.
         * @description Needs the permission `api-key:read`. Not for API keys.
         */
        get: operations["ApiKeys_list"];
        put?: never;
        /**
         * Makes a key for a program. `key` is told in this answer and never again: only its hash is kept. Who asks with it
         *     is no person: it has no sockets, and what it writes carries the author `automation`.
         * @description Needs the permission `api-key:write`. Not for API keys.
         */
        post: operations["ApiKeys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends it at once: the next request with it is refused.
         * @description Needs the permission `api-key:write`. Not for API keys.
         */
        delete: operations["ApiKeys_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first. Entries are written with what they tell of and cannot be changed.
         * @description Needs the permission `audit:read`. API keys: scope `audit:read`.
         */
        get: operations["AuditLog_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a link to choose a new password, good once and for an hour. Answers alike whether or not anybody has this e-mail.
         * @description Open to everybody.
         */
        post: operations["PasswordLinks_forgot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in: an access token for a quarter of an hour, and a cookie that renews it.
         * @description Open to everybody.
         */
        post: operations["Auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs out. Also right when nobody was signed in.
         * @description Open to everybody.
         */
        post: operations["Auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the password of whom the link is for, uses it up, and ends all their sessions. Then sign in.
         * @description Open to everybody.
         */
        post: operations["PasswordLinks_choose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whom a link is for, and whether it still works. Does not use it up.
         * @description Open to everybody.
         */
        post: operations["PasswordLinks_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new access token for the cookie, which is replaced. A cookie that was used before ends the session.
         * @description Open to everybody.
         */
        post: operations["Auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel's numbers, with how they are.
         * @description Needs the permission `channel:read`. API keys: scope `channel:read`.
         */
        get: operations["Channels_list"];
        put?: never;
        /**
         * Connects a number. It works at once: give `webhookUrl` and the verify token to the provider.
         * @description Needs the permission `channel:write`. Not for API keys.
         */
        post: operations["Channels_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One number.
         * @description Needs the permission `channel:read`. API keys: scope `channel:read`.
         */
        get: operations["Channels_read"];
        put?: never;
        post?: never;
        /**
         * Disconnects it for good: its door closes, its conversations stay.
         * @description Needs the permission `channel:write`. Not for API keys.
         */
        delete: operations["Channels_remove"];
        options?: never;
        head?: never;
        /**
         * Settings and credentials that are left out stay; a setting that is null goes.
         * @description Needs the permission `channel:write`. Not for API keys.
         */
        patch: operations["Channels_update"];
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The inbox: what this user may see.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_list"];
        put?: never;
        /**
         * Writes to a guest first. Where they have not written within the provider's hours it takes a template.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Start_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conversation. 404 also where this user may not see it.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives it to a colleague, or to nobody.
         * @description Needs the permission `conversation:assign`. API keys: scope `conversation:assign`.
         */
        post: operations["Conversations_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/attendees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people of the chat, as the provider names them.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_attendees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends it. A guest who writes again comes back to the desk.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Conversations_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The chat's whole thread: every episode this user may see, and a line for those they may not.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Timeline_page"];
        put?: never;
        /**
         * Queues a message to the guest: 201 with the row as it is stored; its ticks follow as events.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Messages_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A note only staff see.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Messages_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Staff who take part, with how far they have read.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_participants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * I have read up to this message. A position only moves forward.
         * @description Needs the permission `conversation:read`. Not for API keys.
         */
        post: operations["Conversations_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an ended one active again.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Conversations_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands over to a department; answers with the conversation that goes on there.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Conversations_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * I am writing an answer. Colleagues see it; the guest does where the channel's `readMarks` allows.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Typing_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed after a position, for clients that were away.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Badge figures; each equals the length of its list.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Conversations_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel's departments in the menu's order, with their members.
         * @description Needs the permission `department:read`. API keys: scope `department:read`.
         */
        get: operations["Departments_list"];
        put?: never;
        /**
         * Adds a department; its members are set next.
         * @description Needs the permission `department:create`. API keys: scope `department:create`.
         */
        post: operations["Departments_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/departments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Archives it: it leaves the menu, its past conversations stay.
         * @description Needs the permission `department:create`. API keys: scope `department:create`.
         */
        delete: operations["Departments_archive"];
        options?: never;
        head?: never;
        /**
         * Admins change any, managers the ones they are members of.
         * @description Needs the permission `department:write`. API keys: scope `department:write`.
         */
        patch: operations["Departments_update"];
        trace?: never;
    };
    "/departments/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets who works in it. Rights follow at once, on open screens too.
         * @description Needs the permission `department:write`. API keys: scope `department:write`.
         */
        put: operations["Departments_setMembers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel's guests by name; `q` looks in names, phone numbers in any writing, rooms and booking references.
         * @description Needs the permission `guest:read`. API keys: scope `guest:read`.
         */
        get: operations["Guests_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One guest, with identities and stays as far as they are known.
         * @description Needs the permission `guest:read`. API keys: scope `guest:read`.
         */
        get: operations["Guests_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * What staff know better than the phone tells. A name given here is never overwritten.
         * @description Needs the permission `guest:write`. API keys: scope `guest:write`.
         */
        patch: operations["Guests_update"];
        trace?: never;
    };
    "/guests/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Joins another guest with this one: identities, chats, attendees and stays become this one's.
         * @description Needs the permission `guest:write`. API keys: scope `guest:write`.
         */
        post: operations["Guests_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that was said with this guest, in every chat; pages as a conversation's messages.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Guests_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guests/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes them apart again, each with what was theirs.
         * @description Needs the permission `guest:write`. API keys: scope `guest:write`.
         */
        post: operations["Guests_unmerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hotel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel this user is signed in to.
         * @description Needs the permission `hotel:read`. API keys: scope `hotel:read`.
         */
        get: operations["Hotel_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the hotel's settings; what is left out stays.
         * @description Needs the permission `hotel:write`. Not for API keys.
         */
        patch: operations["Hotel_update"];
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The person at the screen.
         * @description For whoever is signed in. Not for API keys.
         */
        get: operations["Me_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Own name, language and password.
         * @description For whoever is signed in. Not for API keys.
         */
        patch: operations["Me_update"];
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where I am signed in to this hotel, newest first.
         * @description For whoever is signed in. Not for API keys.
         */
        get: operations["MySessions_list"];
        put?: never;
        post?: never;
        /**
         * Signs me out everywhere else, in every hotel I work for.
         * @description For whoever is signed in. Not for API keys.
         */
        delete: operations["MySessions_endOthers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs me out there: its screens close at once.
         * @description For whoever is signed in. Not for API keys.
         */
        delete: operations["MySessions_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a file that is to be sent: its id goes into the content of a message. Nobody else sees it until then.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Media_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file itself, whole or a range of it, to those who may see its message. `size=small`: a small picture of it.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Media_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a message, with times and reasons.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Timeline_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/reaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Puts the hotel's one reaction on a message, or another in its place; shown at once, sent after.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        put: operations["Messages_react"];
        post?: never;
        /**
         * Takes the hotel's reaction back.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        delete: operations["Messages_unreact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends once more what failed, as a new attempt; a guest's file that could not be fetched is fetched again.
         * @description Needs the permission `conversation:write`. API keys: scope `conversation:write`.
         */
        post: operations["Messages_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The bell: what this person was told, newest first.
         * @description For whoever is signed in. Not for API keys.
         */
        get: operations["Notifications_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read on one device is read on all of them.
         * @description For whoever is signed in. Not for API keys.
         */
        post: operations["Notifications_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a person, newest first.
         * @description Needs the permission `review:read`. API keys: scope `review:read`.
         */
        get: operations["Review_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of them with its payload and stack.
         * @description Needs the permission `review:read`. API keys: scope `review:read`.
         */
        get: operations["Review_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It needs nobody. The reason is kept in the audit log.
         * @description Needs the permission `review:write`. API keys: scope `review:write`.
         */
        post: operations["Review_discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same way in again, with today's code: a receipt's bytes are read and stored, a failed send is a new attempt, a
         *     message that was not routed is routed. Nothing is made twice; nothing automatic follows from a message that is a day
         *     old or not its chat's newest. `{"dryRun": true}` tells what it would write, and writes nothing.
         * @description Needs the permission `review:write`. API keys: scope `review:write`.
         */
        post: operations["Review_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/review/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries all that fit the filter, oldest first, a hundred at most.
         * @description Needs the permission `review:write`. API keys: scope `review:write`.
         */
        post: operations["Review_retryAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Guests, conversations and messages; case and accents do not count.
         * @description Needs the permission `conversation:read`. API keys: scope `conversation:read`.
         */
        get: operations["Search_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the first hotel and its administrator, with the one-time link of an empty installation. Then sign in.
         * @description Open to everybody.
         */
        post: operations["Setup_setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hotel's people, by name.
         * @description Needs the permission `user:read`. API keys: scope `user:read`.
         */
        get: operations["Users_list"];
        put?: never;
        /**
         * Adds a person to the hotel.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        post: operations["Users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Switches a person off: no sign-in, sessions ended; what they wrote stays.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        delete: operations["Users_deactivate"];
        options?: never;
        head?: never;
        /**
         * Changes a person; a new password or address ends their sessions.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        patch: operations["Users_update"];
        trace?: never;
    };
    "/users/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a one-time link with which this person chooses a password: an invitation good for a week, or a day for one who
         *     forgot theirs. Voids those before it. Sent by e-mail where the desk can, else answered as `url`, to be copied.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        post: operations["UserAccess_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where this person is signed in to the hotel, newest first.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        get: operations["UserAccess_listSessions"];
        put?: never;
        post?: never;
        /**
         * Signs this person out of the hotel everywhere.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        delete: operations["UserAccess_endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs this person out there: its screens close at once.
         * @description Needs the permission `user:write`. Not for API keys.
         */
        delete: operations["UserAccess_endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKeyMakerView: {
            id: string;
            name: string;
        };
        ApiKeyPageView: {
            items: components["schemas"]["ApiKeyView"][];
            nextCursor: string | null;
        };
        ApiKeyView: {
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["ApiKeyMakerView"];
            /** @description What it sees, as a member of these departments would; null: the whole hotel */
            departmentIds: string[] | null;
            /** @description Its last four characters, to tell keys apart */
            endsWith: string;
            /**
             * Format: date-time
             * @description null: it works until it is ended
             */
            expiresAt: string | null;
            id: string;
            /**
             * Format: date-time
             * @description To the minute; null: not used yet
             */
            lastUsedAt: string | null;
            name: string;
            scopes: components["schemas"]["Scope"][];
        };
        AssignDto: {
            /**
             * Format: uuid
             * @description Who takes it; null: nobody.
             */
            userId: string | null;
        };
        /** @enum {string} */
        AttemptOutcome: "done" | "failed" | "open";
        AttemptView: {
            /** Format: date-time */
            finishedAt: string | null;
            /**
             * Format: date-time
             * @description When it will be tried, where that was put off
             */
            nextTryAt: string | null;
            number: number;
            reason: components["schemas"]["FailureView"] | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "delivered" | "failed" | "played" | "queued" | "read" | "received" | "sending" | "sent" | "unconfirmed";
        };
        AttendeeOfConversationView: {
            externalId: string;
            guestId: string | null;
            isSelf: boolean;
            name: string;
            phone: string | null;
        };
        AttendeesView: {
            items: components["schemas"]["AttendeeOfConversationView"][];
            nextCursor: string | null;
        };
        /**
         * @description `automation`: an API key; `operator`: somebody at the command line
         * @enum {string}
         */
        AuditActorKind: "automation" | "guest" | "operator" | "system" | "user";
        AuditActorView: {
            id: string | null;
            /** @description `automation`: an API key; `operator`: somebody at the command line */
            kind: components["schemas"]["AuditActorKind"];
            /** @description As they are called today */
            name: string | null;
        };
        AuditEntryView: {
            /** @description Past tense with its subject: `department.changed` */
            action: string;
            actor: components["schemas"]["AuditActorView"];
            /** @description What it became */
            after: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            /** @description What it was; never a password, token or credential */
            before: {
                [key: string]: unknown;
            } | null;
            conversationId: string | null;
            id: string;
            subject: components["schemas"]["AuditSubjectView"];
        };
        AuditPageView: {
            items: components["schemas"]["AuditEntryView"][];
            nextCursor: string | null;
        };
        AuditSubjectView: {
            id: string | null;
            /** @description `conversation`, `message`, `user`, `department`, `channel`, `hotel` … */
            type: string;
        };
        AuthorView: {
            /** @description Guest, attendee (groups) or user; null: a machine */
            id: string | null;
            /** @enum {string} */
            kind: "automation" | "flow" | "guest" | "system" | "user";
            name: string | null;
        };
        AutoReplyDto: {
            /** @description Whether Bellhop may send guests anything by itself. */
            enabled: boolean;
        };
        AutoReplyView: {
            /** @description false: Bellhop sends guests nothing by itself */
            enabled: boolean;
        };
        ButtonsContentView: {
            body: string;
            buttons: components["schemas"]["ButtonView"][];
            /** @enum {string} */
            type: "buttons";
        };
        ButtonsToSendDto: {
            /** @example When may we come? */
            body: string;
            buttons: components["schemas"]["ButtonToSendDto"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "buttons";
        };
        ButtonToSendDto: {
            /**
             * @description Comes back in the guest's `choice`.
             * @example four
             */
            id: string;
            /** @example At four */
            title: string;
        };
        ButtonView: {
            id: string;
            title: string;
        };
        ChannelPageView: {
            items: components["schemas"]["ChannelView"][];
            nextCursor: string | null;
        };
        ChannelView: {
            /** @description What can be sent and how much fits; null: this provider cannot be used yet */
            capabilities: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** @description By name; administrators only, null for everybody else */
            credentials: {
                [key: string]: components["schemas"]["CredentialView"];
            } | null;
            id: string;
            /** Format: date-time */
            lastEventAt: string | null;
            name: string;
            /** @description E.164 */
            phoneNumber: string | null;
            provider: components["schemas"]["Provider"];
            settings: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            status: "connected" | "disconnected" | "error" | "paused";
            statusReason: string | null;
            /** Format: date-time */
            updatedAt: string;
            version: number;
            /** @description What the provider must be told to post to */
            webhookUrl: string;
        };
        ChoiceContentView: {
            id: string;
            title: string;
            /** @enum {string} */
            type: "choice";
        };
        CloseDto: {
            note?: string | null;
            /** @description Why, in the hotel's words or a code of its own. */
            reason?: string | null;
        };
        ContactCardView: {
            emails: components["schemas"]["ContactEmailView"][];
            name: string | null;
            organisation: string | null;
            phones: components["schemas"]["ContactPhoneView"][];
        };
        ContactEmailView: {
            email: string;
            type: string | null;
        };
        ContactPhoneView: {
            phone: string;
            type: string | null;
        };
        ContactsContentView: {
            contacts: components["schemas"]["ContactCardView"][];
            /** @enum {string} */
            type: "contacts";
        };
        ContactsToSendDto: {
            contacts: components["schemas"]["ContactToSendDto"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contacts";
        };
        ContactToSendDto: {
            emails?: components["schemas"]["EmailToSendDto"][];
            /** @example Reception */
            name: string;
            /** @example Hotel Aurora */
            organisation?: string | null;
            phones: components["schemas"]["PhoneToSendDto"][];
        };
        ConversationChangesView: {
            /** @description What changed after `since`, as it is now, each once */
            items: components["schemas"]["ConversationView"][];
            /** @description To be given as `since` next time */
            position: string;
            /** @description Ids of conversations that are no longer this user's to see */
            removed: string[];
            /** @description Too much was missed, or `since` is not ours: read the lists again */
            reset: boolean;
        };
        ConversationChannelView: {
            id: string;
            name: string;
            /** @enum {string} */
            provider: "meta-cloud" | "unipile" | "waha" | "webchat";
        };
        ConversationCountsView: {
            /** @description all active */
            all: number;
            /** @description active and nobody's */
            free: number;
            /** @description active and mine */
            mine: number;
            /** @description expired or closed */
            past: number;
            /** @description active, with arrivals I have not read */
            unread: number;
            /** @description active, and the guest waits for an answer */
            waiting: number;
        };
        ConversationFlowView: {
            id: string;
            name: string;
            step: string;
        };
        ConversationGuestView: {
            id: string;
            /** @description BCP-47 */
            language: string | null;
            /** @enum {string} */
            lifecycle: "booked" | "contacted" | "departed" | "in_house" | "new" | "replied";
            name: string;
            /** @description E.164; null for guests known by a provider's user id only */
            phone: string | null;
            /** @description The present stay, else the next one */
            stay: components["schemas"]["StayView"] | null;
            /** @description Why this guest is a VIP, in the hotel's words; null: is none */
            vip: string | null;
        };
        ConversationPageView: {
            items: components["schemas"]["ConversationView"][];
            nextCursor: string | null;
        };
        ConversationView: {
            assignee: components["schemas"]["NamedView"] | null;
            channel: components["schemas"]["ConversationChannelView"];
            chatId: string;
            /** Format: date-time */
            closedAt: string | null;
            department: components["schemas"]["NamedView"] | null;
            /** Format: date-time */
            expiresAt: string;
            flow: components["schemas"]["ConversationFlowView"] | null;
            guest: components["schemas"]["ConversationGuestView"] | null;
            id: string;
            /** @enum {string} */
            kind: "group" | "person";
            lastMessage: components["schemas"]["LastMessageView"] | null;
            name: string;
            /** Format: date-time */
            openedAt: string;
            /** @enum {string} */
            priority: "normal" | "urgent";
            /** @enum {string} */
            status: "active" | "closed" | "expired";
            /** @enum {string} */
            type: "flow" | "general" | "service";
            /** @description Arrivals this user has not read */
            unreadCount: number;
            /** Format: date-time */
            updatedAt: string;
            version: number;
            /**
             * Format: date-time
             * @description Since when the guest has had no answer
             */
            waitingSince: string | null;
            /**
             * Format: date-time
             * @description When the provider stops taking free text; null where it has no such rule, or the guest never wrote
             */
            windowClosesAt: string | null;
        };
        CreateApiKeyDto: {
            /** @description It sees what a member of these departments sees. null or left out: the whole hotel. */
            departmentIds?: string[] | null;
            /**
             * Format: date-time
             * @description When it stops working, RFC 3339. null or left out: when it is ended.
             */
            expiresAt?: string | null;
            /**
             * @description Which program it is for; what the key writes carries this name.
             * @example Housekeeping app
             */
            name: string;
            /**
             * @description What it may do; each route names the one it needs (`x-scope`).
             * @example [
             *       "conversation:read",
             *       "conversation:write"
             *     ]
             */
            scopes: components["schemas"]["Scope"][];
        };
        CreateChannelDto: {
            /** @description Write-only: no answer ever has them. */
            credentials: components["schemas"]["MetaCloudCredentialsDto"];
            /** @example WhatsApp of the reception */
            name: string;
            /**
             * @description E.164, or with its country in front.
             * @example +351 210 000 111
             */
            phoneNumber?: string | null;
            provider: components["schemas"]["Provider"];
            /** @description Which ones there are depends on the provider; checked there. */
            settings: components["schemas"]["MetaCloudSettingsDto"];
        };
        CreateDepartmentDto: {
            /**
             * @description What guests are told outside the hours, by language.
             * @example {
             *       "pt": "Receção"
             *     }
             */
            autoReply?: {
                [key: string]: string;
            };
            /** @description Its conversations are not even mentioned to those who may not see them. */
            discreet?: boolean;
            /** @description null: always open. A day left out is closed; a span past midnight belongs to the day it begins on. */
            hours?: {
                exceptions?: {
                    /** Format: date */
                    date: string;
                    hours: string[][];
                    name?: string;
                }[];
                /** @example Europe/Lisbon */
                timeZone?: string;
                /**
                 * @example {
                 *       "mon": [
                 *         [
                 *           "08:00",
                 *           "22:00"
                 *         ]
                 *       ]
                 *     }
                 */
                weekly?: {
                    [key: string]: string[][];
                };
            } | null;
            /** @description Whether guests can choose it. */
            inMenu?: boolean;
            /** @description A guest's first words, or an answer to the menu, that hold one of these as whole words open the department. */
            keywords?: string[];
            /** @description Place in the menu; last where it is left out. */
            menuOrder?: number;
            /**
             * @description Unique in the hotel, whatever its case and accents.
             * @example Housekeeping
             */
            name: string;
            /**
             * @description Names by language, for the guest's menu.
             * @example {
             *       "pt": "Receção"
             *     }
             */
            names?: {
                [key: string]: string;
            };
            outsideHours?: ("auto-reply" | "queue") | {
                /** Format: uuid */
                departmentId: string;
            };
        };
        CreateUserDto: {
            /**
             * Format: email
             * @description Somebody who has a login already (another hotel's user) keeps their password.
             * @example maria@aurora.example
             */
            email: string;
            /** @description Language of the screens; the hotel's first where it is left out. */
            language?: string;
            /** @example Maria Lopes */
            name: string;
            /**
             * Format: password
             * @description Without one the user cannot sign in until it is set.
             */
            password?: string;
            role: components["schemas"]["Role"];
        };
        CredentialView: {
            /** @description The last four characters of a long one, to tell it from another */
            endsWith: string | null;
            set: boolean;
        };
        DepartmentMemberView: {
            id: string;
            name: string;
        };
        DepartmentPageView: {
            items: components["schemas"]["DepartmentView"][];
            nextCursor: string | null;
        };
        DepartmentView: {
            /**
             * @description What guests are told outside the hours, by language
             * @example {
             *       "pt": "Receção"
             *     }
             */
            autoReply: {
                [key: string]: string;
            };
            /** Format: date-time */
            createdAt: string;
            discreet: boolean;
            /** @description null: always open */
            hours: {
                exceptions?: {
                    /** Format: date */
                    date: string;
                    hours: string[][];
                    name?: string;
                }[];
                /** @example Europe/Lisbon */
                timeZone?: string;
                /**
                 * @example {
                 *       "mon": [
                 *         [
                 *           "08:00",
                 *           "22:00"
                 *         ]
                 *       ]
                 *     }
                 */
                weekly?: {
                    [key: string]: string[][];
                };
            } | null;
            id: string;
            inMenu: boolean;
            /** @description Rung for danger, and takes what nobody claims */
            isFrontDesk: boolean;
            /** @description Words of guests that open it, in any case and accents */
            keywords: string[];
            members: components["schemas"]["DepartmentMemberView"][];
            menuOrder: number;
            name: string;
            /**
             * @description Names by language, for the guest's menu
             * @example {
             *       "pt": "Receção"
             *     }
             */
            names: {
                [key: string]: string;
            };
            outsideHours: ("auto-reply" | "queue") | {
                /** Format: uuid */
                departmentId: string;
            };
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        DiscardReviewDto: {
            /**
             * @description Why it needs nobody; kept in the audit log.
             * @example A test of ours
             */
            reason: string;
        };
        EmailToSendDto: {
            /** @example reception@aurora.example */
            email: string;
            /** @example WORK */
            type?: string | null;
        };
        FailureView: {
            /** @description One of a closed list; screens translate by it */
            code: string;
            reason: string;
            /** @description The same message may go through later */
            retryable: boolean;
        };
        FieldProblemView: {
            /** @description Stable; screens translate by it */
            code: string;
            /** @description Where it is in the body, `credentials.accessToken` */
            field: string;
            message: string;
        };
        FileToSendDto: {
            /** @example The way to the pool */
            caption?: string | null;
            /**
             * Format: uuid
             * @description `id` of the upload's answer
             */
            mediaId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image" | "video" | "audio" | "document" | "sticker";
        };
        FirstUserDto: {
            /**
             * Format: email
             * @example maria@aurora.example
             */
            email: string;
            /** @example Maria Lopes */
            name: string;
            /** Format: password */
            password: string;
        };
        FlowTryView: {
            flowId: string;
            runId: string;
            step: string;
            /** @description null: not known yet */
            success: boolean | null;
        };
        ForgottenDto: {
            /**
             * Format: email
             * @example maria@aurora.example
             */
            email: string;
        };
        ForgottenView: {
            /** @description false: this desk sends no e-mail, an administrator of the hotel makes a link. Says nothing of the address. */
            byEmail: boolean;
        };
        FoundedView: {
            hotelId: string;
            userId: string;
        };
        FoundMessagePageView: {
            items: components["schemas"]["FoundMessageView"][];
            nextCursor: string | null;
        };
        FoundMessageView: {
            conversation: components["schemas"]["ConversationView"];
            message: components["schemas"]["MessageView"];
        };
        GivenLinkView: {
            /** @description the address it was sent to; null where no e-mail can be or was sent */
            emailedTo: string | null;
            /** Format: date-time */
            expiresAt: string;
            kind: components["schemas"]["PasswordLinkKind"];
            /** @description to be copied and handed over; null where it went out by e-mail */
            url: string | null;
        };
        GuestIdentityView: {
            /** @description `phone` (E.164), or a provider's own id of the person */
            kind: string;
            value: string;
        };
        GuestPageView: {
            items: components["schemas"]["GuestView"][];
            nextCursor: string | null;
        };
        GuestStayView: {
            /** @description A day of the hotel, `2026-06-04` */
            arrival: string;
            departure: string;
            id: string;
            reference: string | null;
            room: string | null;
        };
        GuestView: {
            /** @description The guest said STOP: nothing automatic is sent */
            automationOff: boolean;
            country: string | null;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description What providers call this guest; former numbers left out */
            identities: components["schemas"]["GuestIdentityView"][];
            /** @description BCP-47 */
            language: string | null;
            lifecycle: components["schemas"]["Lifecycle"];
            /** @description Who were joined with this one, and can be taken apart again */
            merged: components["schemas"]["JoinedGuestView"][];
            /** @description Joined with this one, who has all that was theirs; null: stands alone */
            mergedInto: components["schemas"]["JoinedGuestView"] | null;
            /** @description What to call them; the phone number, or "Guest", where nobody knows a name */
            name: string;
            /** @description A colleague wrote the name: what the phone tells does not change it */
            nameByStaff: boolean;
            /** @description For colleagues; the guest never sees them */
            notes: string | null;
            /** @description E.164; null for guests known by a provider's id only */
            phone: string | null;
            /** @description The present stay, else the next one */
            stay: components["schemas"]["GuestStayView"] | null;
            version: number;
            /** @description Why this guest is a VIP, in the hotel's words; null: is none */
            vip: string | null;
        };
        HiddenEpisodeItemView: {
            hiddenEpisode: components["schemas"]["HiddenEpisodeView"];
        };
        HiddenEpisodeView: {
            /** @description Its name; null: an episode of no department */
            department: string | null;
            /** @description A day of the hotel, `2026-06-04` */
            from: string;
            /** @description null: still going on */
            to: string | null;
        };
        HistoryView: {
            attempts: components["schemas"]["AttemptView"][];
            messageId: string;
            statuses: components["schemas"]["StatusChangeView"][];
        };
        HotelBasicsDto: {
            /**
             * @description ISO 3166 alpha-2: how a phone number without + is read.
             * @example PT
             */
            country: string;
            /**
             * @description BCP-47; the first one is the default.
             * @example [
             *       "pt",
             *       "en"
             *     ]
             */
            languages: string[];
            /** @example Hotel Aurora */
            name: string;
            /** @example Europe/Lisbon */
            timeZone: string;
        };
        HotelChoiceView: {
            id: string;
            name: string;
        };
        HotelView: {
            autoReply: components["schemas"]["AutoReplyView"];
            /** @description ISO 3166 alpha-2; how a number without + is read */
            country: string;
            /** @description Rung for danger, and takes what nobody claims */
            frontDeskDepartmentId: string | null;
            /**
             * @description Who sees conversations without a department
             * @enum {string}
             */
            generalAudience: "front-desk" | "staff";
            id: string;
            /** @description BCP-47; the first one is the default */
            languages: string[];
            limits: components["schemas"]["LimitsView"];
            name: string;
            /** @description When staff are not to be rung but for danger; null: never. Kept for the alerts, which will go by it. */
            quietHours: components["schemas"]["QuietHoursView"] | null;
            /** @description Kept for the erasure by age, which will go by it. */
            retention: components["schemas"]["RetentionView"];
            /** @description From where on administrators are told. */
            thresholds: components["schemas"]["ThresholdsView"];
            /** @description `Europe/Lisbon` */
            timeZone: string;
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        JoinedGuestView: {
            /**
             * Format: date-time
             * @description When they were joined
             */
            at: string;
            id: string;
            name: string;
        };
        LastAuthorView: {
            /** @description User; null: the guest, a machine, or the hotel's phone */
            id: string | null;
            /** @enum {string} */
            kind: "automation" | "flow" | "guest" | "system" | "user";
            name: string | null;
        };
        LastMessageView: {
            /** Format: date-time */
            at: string;
            author: components["schemas"]["LastAuthorView"];
            /** @enum {string} */
            direction: "inbound" | "internal" | "outbound";
            id: string;
            /** @description At most 255 code points, on one line */
            preview: string;
            /** @enum {string} */
            status: "delivered" | "failed" | "played" | "queued" | "read" | "received" | "sending" | "sent" | "unconfirmed";
            /**
             * @description The content's type: screens word kinds that have no words ("Photo")
             * @enum {string}
             */
            type: "audio" | "buttons" | "choice" | "contacts" | "document" | "image" | "list" | "location" | "note" | "sticker" | "system" | "template" | "text" | "unsupported" | "video";
        };
        /** @enum {string} */
        Lifecycle: "booked" | "contacted" | "departed" | "in_house" | "new" | "replied";
        LimitsDto: {
            /** @description Disk for the files of this hotel, in bytes; null: what MEDIA_QUOTA says. */
            mediaBytes?: number | null;
            /** @description Changes one person or API key may ask for in a minute. */
            writesPerMinute?: number;
        };
        LimitsView: {
            /** @description disk for the files of this hotel, in bytes; null: what MEDIA_QUOTA says */
            mediaBytes: number | null;
            /** @description changes one person or API key may ask for in a minute */
            writesPerMinute: number;
        };
        ListContentView: {
            body: string;
            /** @description The label that opens the list */
            button: string;
            sections: components["schemas"]["ListSectionView"][];
            /** @enum {string} */
            type: "list";
        };
        ListRowToSendDto: {
            /** @example With chips, 14 € */
            description?: string | null;
            /**
             * @description Comes back in the guest's `choice`.
             * @example club
             */
            id: string;
            /** @example Club sandwich */
            title: string;
        };
        ListRowView: {
            description: string | null;
            id: string;
            title: string;
        };
        ListSectionToSendDto: {
            rows: components["schemas"]["ListRowToSendDto"][];
            /** @example Until midnight */
            title?: string | null;
        };
        ListSectionView: {
            rows: components["schemas"]["ListRowView"][];
            title: string | null;
        };
        ListToSendDto: {
            /** @example What may we bring? */
            body: string;
            /**
             * @description The label that opens the list
             * @example See the card
             */
            button: string;
            sections: components["schemas"]["ListSectionToSendDto"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "list";
        };
        LiveView: {
            /** @enum {string} */
            status: "ok";
        };
        LocationContentView: {
            address: string | null;
            latitude: number;
            longitude: number;
            name: string | null;
            /** @enum {string} */
            type: "location";
        };
        LocationToSendDto: {
            /** @example Rua do Carmo 12, Lisboa */
            address?: string | null;
            /** @example 38.7104 */
            latitude: number;
            /** @example -9.1431 */
            longitude: number;
            /** @example Hotel Aurora */
            name?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "location";
        };
        LoginDto: {
            /**
             * Format: email
             * @example maria@aurora.example
             */
            email: string;
            /**
             * Format: uuid
             * @description Which hotel, for people who work for several.
             */
            hotelId?: string;
            /** Format: password */
            password: string;
        };
        MediaContentView: {
            caption: string | null;
            durationMs?: number;
            /**
             * @description Why it is not there, with `state: 'failed'`
             * @enum {string}
             */
            failure?: "damaged" | "gone" | "refused" | "storage_full" | "too_large" | "unreachable";
            filename: string | null;
            height?: number;
            /** @description For `GET /media/:id` */
            mediaId: string;
            mimeType: string;
            /** @description Bytes; null until it was fetched */
            size: number | null;
            /** @enum {string} */
            state: "failed" | "pending" | "ready";
            /** @description A small picture of it can be had: `GET /media/:id?size=small` */
            thumbnail?: boolean;
            /** @enum {string} */
            type: "audio" | "document" | "image" | "sticker" | "video";
            /** @description A recorded voice note, not an audio file */
            voice?: boolean;
            /** @description Pixels as it is shown, the right way up; absent: not known */
            width?: number;
        };
        /**
         * @description What it is sent as: the `type` of the content
         * @enum {string}
         */
        MediaKind: "audio" | "document" | "image" | "sticker" | "video";
        MediaView: {
            /** @description Milliseconds; null: no sound or film, or not known */
            durationMs: number | null;
            filename: string | null;
            height: number | null;
            id: string;
            /** @description What it is sent as: the `type` of the content */
            kind: components["schemas"]["MediaKind"];
            /** @description What its own bytes say it is, whatever was declared */
            mimeType: string;
            /** @description bytes */
            size: number;
            /** @description Pixels as it is shown; null: no picture */
            width: number | null;
        };
        MergeGuestDto: {
            /**
             * Format: uuid
             * @description The guest who is joined with the one of the address, or taken apart from them again.
             */
            guestId: string;
        };
        MessageView: {
            author: components["schemas"]["AuthorView"];
            chatId: string;
            /** @description As the sending client gave it */
            clientId: string | null;
            /** @description Told apart by `type` */
            content: components["schemas"]["TextContentView"] | components["schemas"]["MediaContentView"] | components["schemas"]["LocationContentView"] | components["schemas"]["ContactsContentView"] | components["schemas"]["ButtonsContentView"] | components["schemas"]["ListContentView"] | components["schemas"]["ChoiceContentView"] | components["schemas"]["TemplateContentView"] | components["schemas"]["NoteContentView"] | components["schemas"]["SystemContentView"] | components["schemas"]["UnsupportedContentView"];
            /** @description Its episode */
            conversationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            deletedAt: string | null;
            /** @enum {string} */
            direction: "inbound" | "internal" | "outbound";
            /** Format: date-time */
            editedAt: string | null;
            failure: components["schemas"]["FailureView"] | null;
            flow: components["schemas"]["FlowTryView"] | null;
            id: string;
            providerMessageId: string | null;
            reactions: components["schemas"]["ReactionView"][];
            replyTo: components["schemas"]["QuoteView"] | null;
            /**
             * Format: date-time
             * @description The provider's time; our own: when it was queued
             */
            sentAt: string;
            /** @description Typed on the hotel's phone, not here */
            sentElsewhere: boolean;
            /** @description Orders messages of one second within the chat */
            seq: number;
            /** @enum {string} */
            status: "delivered" | "failed" | "played" | "queued" | "read" | "received" | "sending" | "sent" | "unconfirmed";
            version: number;
        };
        MetaCloudCredentialsDto: {
            /**
             * @description Of a system user, with the rights that sending needs.
             * @example EAAG…
             */
            accessToken: string;
            /**
             * @description Meta signs its webhooks with it.
             * @example 614fc2afde15eee0…
             */
            appSecret: string;
            /**
             * @description Of your choice; Meta is given it together with `webhookUrl`.
             * @example towels-at-noon
             */
            verifyToken: string;
        };
        MetaCloudSettingsDto: {
            /** @description Base of the Graph API, without version, where it is not the provider's own. */
            graphUrl?: string;
            /** @example v25.0 */
            graphVersion?: string;
            /** @example 106540352242922 */
            phoneNumberId: string;
            /**
             * @description When the guest's ticks turn blue: when staff open the words, when they answer (default), or never.
             * @enum {string}
             */
            readMarks?: "answered" | "never" | "opened";
            /** @description Messages a second it may send, where not SEND_PER_SECOND: 20 for a number that is also in the phone app. */
            sendsPerSecond?: number;
            /**
             * @description Id of the WhatsApp Business account.
             * @example 102290129340398
             */
            wabaId: string;
        };
        MeView: {
            departments: components["schemas"]["MyDepartmentView"][];
            email: string;
            hotelId: string;
            hotelName: string;
            id: string;
            language: string;
            name: string;
            role: components["schemas"]["Role"];
            version: number;
        };
        MyDepartmentView: {
            id: string;
            name: string;
        };
        NamedView: {
            id: string;
            name: string;
        };
        NewApiKeyView: {
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["ApiKeyMakerView"];
            /** @description What it sees, as a member of these departments would; null: the whole hotel */
            departmentIds: string[] | null;
            /** @description Its last four characters, to tell keys apart */
            endsWith: string;
            /**
             * Format: date-time
             * @description null: it works until it is ended
             */
            expiresAt: string | null;
            id: string;
            /** @description The key itself, told this once: send it as `Authorization: Bearer bh_…`. null in the answer to a repeated request. */
            key: string | null;
            /**
             * Format: date-time
             * @description To the minute; null: not used yet
             */
            lastUsedAt: string | null;
            name: string;
            scopes: components["schemas"]["Scope"][];
        };
        NewPasswordDto: {
            /** Format: password */
            password: string;
            /**
             * @description From the link: what stands after its `#`.
             * @example Zr0WnU3yq…
             */
            token: string;
        };
        NoteContentView: {
            /** @description User ids */
            mentions: string[];
            text: string;
            /** @enum {string} */
            type: "note";
        };
        NoteDto: {
            /**
             * @description Made by the client, 1 to 100 visible ASCII characters; sent twice it is one note.
             * @example note-214-1
             */
            clientId?: string;
            /** @description User ids. */
            mentions?: string[];
            /**
             * @description At most the desk's MAX_MESSAGE_LENGTH.
             * @example Prefers the afternoon
             */
            text: string;
        };
        NotificationPageView: {
            items: components["schemas"]["NotificationView"][];
            nextCursor: string | null;
            /** @description Of all of them, not of this page */
            unreadCount: number;
        };
        NotificationsReadView: {
            unreadCount: number;
        };
        NotificationView: {
            /** Format: date-time */
            at: string;
            conversationId: string | null;
            data: {
                [key: string]: unknown;
            };
            id: string;
            /** @description `urgent`: danger, `flood`: a number writes too much, `alert`: a threshold is crossed (`data.alert` says which), `alert_cleared`; more may come */
            kind: string;
            /** Format: date-time */
            readAt: string | null;
        };
        ParticipantsView: {
            items: components["schemas"]["ParticipantView"][];
            nextCursor: string | null;
        };
        ParticipantView: {
            /** Format: date-time */
            joinedAt: string;
            /** Format: date-time */
            lastReadAt: string | null;
            /** @description Arrivals of the chat read up to this one; 0: none */
            lastReadSeq: number;
            user: components["schemas"]["NamedView"];
        };
        PasswordLinkDto: {
            /**
             * @description From the link: what stands after its `#`.
             * @example Zr0WnU3yq…
             */
            token: string;
        };
        /**
         * @description invitation: the person's first password; reset: they forgot theirs
         * @enum {string}
         */
        PasswordLinkKind: "invitation" | "reset";
        PasswordLinkView: {
            email: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description where they work; several hotels of a chain share one password */
            hotelNames: string[];
            /** @description invitation: the person's first password; reset: they forgot theirs */
            kind: components["schemas"]["PasswordLinkKind"];
            /** @description BCP-47 */
            language: string;
            name: string;
        };
        PhoneToSendDto: {
            /** @example +351210000111 */
            phone: string;
            /** @example WORK */
            type?: string | null;
        };
        ProblemView: {
            /** @description Stable; it never changes its meaning */
            code: string;
            /** @description of `conversation_already_active`: which one */
            conversationId?: string;
            /** @description of `department_in_use`: how many are active */
            conversations?: number;
            detail: string;
            errors?: components["schemas"]["FieldProblemView"][];
            /** @description of `guest_merged`: who has everything now */
            guestId?: string;
            /** @description of `hotel_choice_required`: where the person works */
            hotels?: components["schemas"]["HotelChoiceView"][];
            /** @description of `media_too_large`: what fits */
            maxBytes?: number;
            /** @description of `media_type_unsupported`: what the file’s bytes say it is, and what may be sent */
            mimeType?: string;
            /** @description of `scope_missing`: the scope the API key lacks; null: no key may do this */
            scope?: string | null;
            status: number;
            supported?: string[];
            title: string;
            /** @description Tells the operator where to look in the log */
            traceId: string;
            /** @description `/problems/` and the code */
            type: string;
            /** @description of `version_conflict`: the present one */
            version?: number;
        };
        /** @enum {string} */
        Provider: "meta-cloud" | "unipile" | "waha" | "webchat";
        QuietHoursDto: {
            /** @example 22:00 */
            from: string;
            /** @example 07:00 */
            to: string;
        };
        QuietHoursView: {
            /** @description `22:00`, in the hotel's zone */
            from: string;
            /** @description `07:00`; before `from`: the next morning */
            to: string;
        };
        QuoteView: {
            /** @enum {string} */
            direction: "inbound" | "internal" | "outbound";
            id: string;
            /** @description '' where the reader of this conversation may not read the quoted one */
            preview: string;
        };
        ReactionDto: {
            /**
             * @description Exactly one emoji.
             * @example 👍
             */
            emoji: string;
        };
        ReactionView: {
            author: components["schemas"]["AuthorView"];
            emoji: string;
            /** @description Why the guest does not see our reaction, or still sees one that was taken back */
            failure: components["schemas"]["FailureView"] | null;
            /**
             * @description How far our own has come; a guest's is always received
             * @enum {string}
             */
            status: "failed" | "queued" | "received" | "sent";
        };
        ReadDto: {
            /**
             * Format: uuid
             * @description The last message that was in view.
             */
            messageId: string;
        };
        ReadNotificationsDto: {
            /** @description Which ones; left out: all. */
            ids?: string[];
        };
        ReadView: {
            unreadCount: number;
        };
        ReadyView: {
            /**
             * @description Of DATA_DIR: `low` has been told to administrators, at `full` no more files are taken in; messages are
             * @enum {string}
             */
            disk: "full" | "low" | "ok";
            /** @description `starting`, `stopping`, `database_away`, `disk_full`; null when ready */
            reason: string | null;
            /** @enum {string} */
            status: "not_ready" | "ready";
        };
        ReopenDto: Record<string, never>;
        RetentionDto: {
            mediaDays?: number | null;
            messageDays?: number | null;
        };
        RetentionView: {
            mediaDays: number | null;
            messageDays: number | null;
        };
        RetryOneDto: {
            /** @description true: only look what would come of it */
            dryRun?: boolean;
        };
        RetryReviewDto: {
            /** @description Which ones; `{}`: all that wait. */
            filter: components["schemas"]["ReviewFilterDto"];
        };
        ReviewAttemptView: {
            /**
             * Format: date-time
             * @description when it began; of a send, when it was queued
             */
            at: string;
            /** @description why it failed */
            code: string | null;
            outcome: components["schemas"]["AttemptOutcome"];
            reason: string | null;
            /** @description milliseconds it took; null: not measured by itself, or not over */
            tookMs: number | null;
        };
        ReviewDetailView: {
            /** Format: date-time */
            at: string;
            /** @description the first one first */
            attempts: components["schemas"]["ReviewAttemptView"][];
            channelId: string | null;
            /** @description stable: `wrong_channel`, `bad_timestamp`, `not_storable`, `routing_failed`, a failure code of a send … */
            code: string;
            conversationId: string | null;
            id: string;
            kind: components["schemas"]["ReviewKind"];
            messageId: string | null;
            /** @description Whom its conversation is with: the guest's name or phone, the group's name; null where none is known */
            name: string | null;
            /** @description what came, as text: a receipt's bytes or a job's data; null where there is none */
            payload: string | null;
            /** @description in words */
            reason: string;
            stack: string | null;
            tries: number;
        };
        ReviewFilterDto: {
            /** Format: uuid */
            channelId?: string;
            /** @example wrong_channel */
            code?: string;
            kind?: components["schemas"]["ReviewKind"];
        };
        ReviewItemView: {
            /** Format: date-time */
            at: string;
            channelId: string | null;
            /** @description stable: `wrong_channel`, `bad_timestamp`, `not_storable`, `routing_failed`, a failure code of a send … */
            code: string;
            conversationId: string | null;
            id: string;
            kind: components["schemas"]["ReviewKind"];
            messageId: string | null;
            /** @description Whom its conversation is with: the guest's name or phone, the group's name; null where none is known */
            name: string | null;
            /** @description in words */
            reason: string;
            tries: number;
        };
        /** @enum {string} */
        ReviewKind: "job" | "receipt" | "send";
        ReviewPageView: {
            items: components["schemas"]["ReviewItemView"][];
            nextCursor: string | null;
        };
        ReviewRetriesView: {
            /** @description true: more wait that fit the filter and were not tried; ask again */
            more: boolean;
            resolved: number;
            /** @description How many were tried by this request, oldest first */
            tried: number;
        };
        ReviewRetryView: {
            id: string;
            /** @description false: it still waits, for the reason that stands in the item now */
            resolved: boolean;
            /** @description Dry run: what a retry would write, by table; nothing was written. Null: it was no dry run. */
            rows: components["schemas"]["RowChangeView"][] | null;
        };
        /** @enum {string} */
        Role: "admin" | "agent" | "manager" | "viewer";
        RowChangeView: {
            changed: number;
            made: number;
            /** @example message */
            table: string;
        };
        /** @enum {string} */
        Scope: "audit:read" | "channel:read" | "conversation:assign" | "conversation:read" | "conversation:write" | "department:create" | "department:read" | "department:write" | "guest:read" | "guest:write" | "hotel:read" | "review:read" | "review:write" | "user:read";
        SearchView: {
            /** @description With such a guest, or such a group; newest message first */
            conversations: components["schemas"]["ConversationPageView"] | null;
            /** @description By name */
            guests: components["schemas"]["GuestPageView"] | null;
            /** @description With all the words; the latest first */
            messages: components["schemas"]["FoundMessagePageView"] | null;
        };
        SendDto: {
            /**
             * @description Made by the client, 1 to 100 visible ASCII characters; sent twice it is one message.
             * @example towels-214-1
             */
            clientId: string;
            /** @description What to say. */
            content: components["schemas"]["TextToSendDto"] | components["schemas"]["FileToSendDto"] | components["schemas"]["LocationToSendDto"] | components["schemas"]["ContactsToSendDto"] | components["schemas"]["ButtonsToSendDto"] | components["schemas"]["ListToSendDto"] | components["schemas"]["TemplateToSendDto"];
            /**
             * Format: uuid
             * @description The message to quote.
             */
            replyTo?: string;
        };
        SessionPageView: {
            items: components["schemas"]["SessionView"][];
            nextCursor: string | null;
        };
        SessionView: {
            /** @description where it was opened from */
            address: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description the one that asks */
            current: boolean;
            /**
             * Format: date-time
             * @description unless it is used until then
             */
            expiresAt: string;
            id: string;
            /**
             * Format: date-time
             * @description when its access token was last renewed
             */
            lastUsedAt: string;
            /** @description the browser as it names itself */
            userAgent: string | null;
        };
        SetMembersDto: {
            /** @description All members; who is left out is none any more. */
            userIds: string[];
        };
        SetupDto: {
            hotel: components["schemas"]["HotelBasicsDto"];
            /**
             * @description From the link that is printed when Bellhop starts on an empty database.
             * @example Zr0WnU3yq…
             */
            token: string;
            user: components["schemas"]["FirstUserDto"];
        };
        SignedInView: {
            /** @description Send it as `Authorization: Bearer …`. */
            accessToken: string;
            /** @description Seconds until it must be refreshed. */
            expiresIn: number;
            user: components["schemas"]["MeView"];
        };
        StartConversationDto: {
            /**
             * Format: uuid
             * @description Through which number of the hotel.
             */
            channelId: string;
            /**
             * @description Made by the client, 1 to 100 visible ASCII characters; sent twice it is one message.
             * @example welcome-4711
             */
            clientId?: string;
            /** @description What to say, as in a message. Where the guest has not written within the provider's hours: a template. */
            content: components["schemas"]["TextToSendDto"] | components["schemas"]["FileToSendDto"] | components["schemas"]["LocationToSendDto"] | components["schemas"]["ContactsToSendDto"] | components["schemas"]["ButtonsToSendDto"] | components["schemas"]["ListToSendDto"] | components["schemas"]["TemplateToSendDto"];
            /**
             * Format: uuid
             * @description Which department talks to the guest; one of the writer's own.
             */
            departmentId: string;
            /**
             * Format: uuid
             * @description Whom to write to: a guest, or a phone number as people type it; one of the two.
             */
            guestId?: string;
            /**
             * @description Without + it is read in the hotel's country.
             * @example +351 912 345 678
             */
            phone?: string;
        };
        StatusChangeView: {
            /** Format: date-time */
            at: string;
            /** @description Which try it tells of; null: it cannot be told */
            attempt: number | null;
            reason: components["schemas"]["FailureView"] | null;
            /** @enum {string} */
            status: "delivered" | "failed" | "played" | "queued" | "read" | "received" | "sending" | "sent" | "unconfirmed";
        };
        StayView: {
            /** @description A day of the hotel, `2026-06-04` */
            arrival: string;
            departure: string;
            reference: string | null;
            room: string | null;
        };
        SystemContentView: {
            code: string;
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            type: "system";
        };
        TemplateComponentToSendDto: {
            /** @description Which button, from 0 */
            index?: number;
            parameters?: components["schemas"]["TemplateParameterToSendDto"][];
            /**
             * @description Must be given with `type: 'button'`, as `index` must
             * @enum {string}
             */
            subType?: "quick_reply" | "url";
            /** @enum {string} */
            type: "body" | "button" | "header";
        };
        TemplateContentView: {
            components: {
                [key: string]: unknown;
            }[];
            /** @description As the provider names it: `pt_PT` */
            language: string;
            name: string;
            /** @description The filled text; null: not known */
            text: string | null;
            /** @enum {string} */
            type: "template";
        };
        TemplateParameterToSendDto: {
            /**
             * Format: uuid
             * @description With `type: 'image'`, `'video'` or `'document'`
             */
            mediaId?: string;
            /**
             * @description With `type: 'text'`, where the template names its places
             * @example first_name
             */
            name?: string | null;
            /** @description With `type: 'payload'` */
            payload?: string;
            /**
             * @description With `type: 'text'`
             * @example Ana
             */
            text?: string;
            /** @enum {string} */
            type: "document" | "image" | "payload" | "text" | "video";
        };
        TemplateToSendDto: {
            components?: components["schemas"]["TemplateComponentToSendDto"][];
            /**
             * @description As the provider names it
             * @example pt_PT
             */
            language: string;
            /** @example pre_arrival */
            name: string;
            /**
             * @description The filled text, for the desk's own screens
             * @example Ana, we look forward to seeing you.
             */
            text?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "template";
        };
        TextContentView: {
            text: string;
            /** @enum {string} */
            type: "text";
        };
        TextToSendDto: {
            /**
             * @description Kept as it is written; WhatsApp's own marks (`*bold*`) are the guest's app's to show.
             * @example Of course. The towels are on their way.
             */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
        };
        ThresholdsDto: {
            /** @description Jobs that wait. */
            backlog?: number;
            /** @description Sends, jobs and events that failed for good within an hour and still wait for somebody. */
            failedJobs?: number;
            /** @description Seconds the oldest job may wait whose time has come. */
            oldestSeconds?: number;
            /** @description Minutes without a word from a channel that always had one at this hour of the week; null: silence is not watched. */
            silentMinutes?: number | null;
            /** @description Seconds from a guest's message to its routing, for one in ten of the last five minutes. */
            slowSeconds?: number;
        };
        ThresholdsView: {
            /** @description jobs that wait */
            backlog: number;
            /** @description sends, jobs and events that failed for good within an hour and still wait for somebody */
            failedJobs: number;
            /** @description seconds the oldest job may wait whose time has come */
            oldestSeconds: number;
            /** @description minutes without a word from a channel that always had one at this hour of the week; null: silence is not watched */
            silentMinutes: number | null;
            /** @description seconds from a guest's message to its routing, for one in ten of the last five minutes */
            slowSeconds: number;
        };
        TimelineView: {
            /** @description Oldest first */
            items: (components["schemas"]["MessageView"] | components["schemas"]["HiddenEpisodeItemView"])[];
            /** @description Given back as `after`; null: this is the end */
            newerCursor: string | null;
            /** @description Given back as `before`; null: this is the beginning */
            olderCursor: string | null;
        };
        TransferDto: {
            /** Format: uuid */
            departmentId: string;
            /** @description For the colleagues who take over; the guest never sees it. */
            note?: string | null;
        };
        TypingDto: {
            /** @description false: not any more. It also ends by itself after eight seconds. */
            typing?: boolean;
        };
        UnsupportedContentView: {
            providerType: string;
            /** @description What a receptionist can read of it */
            summary: string | null;
            /** @enum {string} */
            type: "unsupported";
        };
        UpdateChannelDto: {
            /** @description Write-only: no answer ever has them. */
            credentials?: components["schemas"]["MetaCloudCredentialsDto"];
            /** @example WhatsApp of the reception */
            name?: string;
            /**
             * @description E.164, or with its country in front.
             * @example +351 210 000 111
             */
            phoneNumber?: string | null;
            /** @description Which ones there are depends on the provider; checked there. */
            settings?: components["schemas"]["MetaCloudSettingsDto"];
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
        };
        UpdateDepartmentDto: {
            /**
             * @description What guests are told outside the hours, by language.
             * @example {
             *       "pt": "Receção"
             *     }
             */
            autoReply?: {
                [key: string]: string;
            };
            /** @description Its conversations are not even mentioned to those who may not see them. */
            discreet?: boolean;
            /** @description null: always open. A day left out is closed; a span past midnight belongs to the day it begins on. */
            hours?: {
                exceptions?: {
                    /** Format: date */
                    date: string;
                    hours: string[][];
                    name?: string;
                }[];
                /** @example Europe/Lisbon */
                timeZone?: string;
                /**
                 * @example {
                 *       "mon": [
                 *         [
                 *           "08:00",
                 *           "22:00"
                 *         ]
                 *       ]
                 *     }
                 */
                weekly?: {
                    [key: string]: string[][];
                };
            } | null;
            /** @description Whether guests can choose it. */
            inMenu?: boolean;
            /** @description A guest's first words, or an answer to the menu, that hold one of these as whole words open the department. */
            keywords?: string[];
            /** @description Place in the menu; last where it is left out. */
            menuOrder?: number;
            /**
             * @description Unique in the hotel, whatever its case and accents.
             * @example Housekeeping
             */
            name?: string;
            /**
             * @description Names by language, for the guest's menu.
             * @example {
             *       "pt": "Receção"
             *     }
             */
            names?: {
                [key: string]: string;
            };
            outsideHours?: ("auto-reply" | "queue") | {
                /** Format: uuid */
                departmentId: string;
            };
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
        };
        UpdateGuestDto: {
            /** @description BCP-47; null: guessed again from what the guest writes. */
            language?: string | null;
            /** @description What the hotel calls this guest from now on, whatever the phone says; null: what the phone says again. */
            name?: string | null;
            /** @description For colleagues only. */
            notes?: string | null;
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
            /** @description Why this guest is a VIP, in the hotel's words; null: is none, unless the stay says so. */
            vip?: string | null;
        };
        UpdateHotelDto: {
            autoReply?: components["schemas"]["AutoReplyDto"];
            /**
             * @description ISO 3166 alpha-2: how a phone number without + is read.
             * @example PT
             */
            country?: string;
            /**
             * Format: uuid
             * @description Rung for danger, and takes what nobody claims.
             */
            frontDeskDepartmentId?: string | null;
            /**
             * @description Who sees conversations without a department.
             * @enum {string}
             */
            generalAudience?: "front-desk" | "staff";
            /**
             * @description BCP-47; the first one is the default.
             * @example [
             *       "pt",
             *       "en"
             *     ]
             */
            languages?: string[];
            /** @description Holds from the next request on. */
            limits?: components["schemas"]["LimitsDto"];
            /** @example Hotel Aurora */
            name?: string;
            /** @description When staff are not to be rung but for danger; null: never. Kept for the alerts, which will go by it. */
            quietHours?: components["schemas"]["QuietHoursDto"] | null;
            /** @description Kept for the erasure by age, which will go by it. */
            retention?: components["schemas"]["RetentionDto"];
            /** @description From where on administrators are told. */
            thresholds?: components["schemas"]["ThresholdsDto"];
            /** @example Europe/Lisbon */
            timeZone?: string;
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
        };
        UpdateMeDto: {
            /**
             * Format: password
             * @description A new password needs the current one.
             */
            currentPassword?: string;
            /**
             * @description Language of the screens.
             * @enum {string}
             */
            language?: "de" | "en" | "es" | "fr" | "pt-BR";
            name?: string;
            /**
             * Format: password
             * @description Ends all other sessions of this person.
             */
            newPassword?: string;
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
        };
        UpdateUserDto: {
            active?: boolean;
            /**
             * Format: email
             * @description Somebody who has a login already (another hotel's user) keeps their password.
             * @example maria@aurora.example
             */
            email?: string;
            /** @description Language of the screens; the hotel's first where it is left out. */
            language?: string;
            /** @example Maria Lopes */
            name?: string;
            /**
             * Format: password
             * @description Without one the user cannot sign in until it is set.
             */
            password?: string;
            role?: components["schemas"]["Role"];
            /** @description The version this edit was made on; another one since: 409 `version_conflict`. */
            version?: number;
        };
        UserDepartmentView: {
            id: string;
            name: string;
        };
        UserPageView: {
            items: components["schemas"]["UserView"][];
            nextCursor: string | null;
        };
        UserView: {
            /** @description false: cannot sign in */
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            departments: components["schemas"]["UserDepartmentView"][];
            email: string;
            /** @description false: cannot sign in until a password is set */
            hasPassword: boolean;
            id: string;
            /**
             * Format: date-time
             * @description until when their invitation can be taken up, or could; null: none is open
             */
            invitedUntil: string | null;
            language: string;
            /** Format: date-time */
            lastSeenAt: string | null;
            name: string;
            role: components["schemas"]["Role"];
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ApiKeys_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    ApiKeys_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKeyView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    ApiKeys_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    AuditLog_list: {
        parameters: {
            query?: {
                action?: string;
                /** @description The person, API key or guest who did it. */
                actorId?: string;
                conversationId?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description From this moment on, RFC 3339. */
                from?: string;
                /** @description How many at most. */
                limit?: number;
                subjectId?: string;
                subjectType?: string;
                /** @description Before this moment, RFC 3339. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    PasswordLinks_forgot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgottenDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForgottenView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    PasswordLinks_choose: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasswordDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    PasswordLinks_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordLinkDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLinkView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Channels_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Channels_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannelDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Channels_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Channels_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Channels_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateChannelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_list: {
        parameters: {
            query?: {
                /** @description `me`, `none`, or a user's id. */
                assignee?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                departmentId?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description Guest's name, phone in any writing, room or booking reference; a group's subject. */
                q?: string;
                /** @description `recent`: newest message first. `waiting`: only those whose guest waits, the longest first. */
                sort?: "recent" | "waiting";
                /** @description `past`: expired or closed. Without it all. */
                status?: "active" | "closed" | "expired" | "past";
                type?: "flow" | "general" | "service";
                /** @description `true`: with arrivals I have not read; `false`: without. */
                unread?: boolean;
                /** @description `true`: active ones whose guest waits for an answer; `false`: the others. */
                waiting?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Start_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConversationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_attendees: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttendeesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Timeline_page: {
        parameters: {
            query?: {
                /** @description `newerCursor` of a page: what came after it. Not together with `before`. */
                after?: string;
                /** @description Id of a message: the page in whose middle it stands, with both cursors. Not together with the others. */
                around?: string;
                /** @description `olderCursor` of a page: what came before it. */
                before?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Messages_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Messages_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_participants: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_reopen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReopenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Typing_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TypingDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_changes: {
        parameters: {
            query?: {
                /** @description `position` of an earlier answer or event; without it only the present position is given. */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationChangesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Conversations_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationCountsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Departments_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Departments_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDepartmentDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Departments_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Departments_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateDepartmentDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Departments_setMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMembersDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description Part of a name, digits of a phone number, or a room. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGuestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_merge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeGuestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_timeline: {
        parameters: {
            query?: {
                /** @description `newerCursor` of a page: what came after it. Not together with `before`. */
                after?: string;
                /** @description Id of a message: the page in whose middle it stands, with both cursors. Not together with the others. */
                around?: string;
                /** @description `olderCursor` of a page: what came before it. */
                before?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Guests_unmerge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeGuestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Hotel_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HotelView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Hotel_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateHotelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HotelView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Me_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Me_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    MySessions_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    MySessions_endOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    MySessions_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Media_upload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Media_read: {
        parameters: {
            query?: {
                /** @description `small`: a picture of at most 640 pixels a side, where there is one, else the file */
                size?: "small";
            };
            header?: {
                "If-None-Match"?: string;
                Range?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Timeline_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Messages_react: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReactionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Messages_unreact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Messages_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Notifications_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description `true`: only those that were not read. */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Notifications_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadNotificationsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsReadView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Review_list: {
        parameters: {
            query?: {
                channelId?: string;
                code?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                kind?: components["schemas"]["ReviewKind"];
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Review_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetailView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Review_discard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscardReviewDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Review_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryOneDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewRetryView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Review_retryAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryReviewDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewRetriesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Search_search: {
        parameters: {
            query: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only this part; a `cursor` is of one part, so it comes with it. Without it all three. */
                in?: "conversations" | "guests" | "messages";
                /** @description How many at most. */
                limit?: number;
                /** @description Words of a name or a message, in any order; a phone number in any writing; a room or booking reference. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Setup_setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Users_list: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Users_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Made by the client, 1 to 255 visible ASCII characters; sent twice within a day it is done once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Users_deactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    Users_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    UserAccess_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenLinkView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    UserAccess_listSessions: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPageView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    UserAccess_endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    UserAccess_endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
}
