// Generated from the migrations by `npm run types:db`. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      check_in_answers: {
        Row: {
          answer_sealed: string;
          author_id: string | null;
          check_in_id: string;
          prompt: string;
          slot: number;
        };
        Insert: {
          answer_sealed: string;
          author_id?: string | null;
          check_in_id: string;
          prompt: string;
          slot: number;
        };
        Update: {
          answer_sealed?: string;
          author_id?: string | null;
          check_in_id?: string;
          prompt?: string;
          slot?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'check_in_answers_check_in_id_fkey';
            columns: ['check_in_id'];
            isOneToOne: false;
            referencedRelation: 'check_ins';
            referencedColumns: ['id'];
          },
        ];
      };
      check_in_drafts: {
        Row: {
          author_id: string;
          check_in_id: string;
          draft_sealed: string;
          updated_at: string;
        };
        Insert: {
          author_id?: string;
          check_in_id: string;
          draft_sealed: string;
          updated_at?: string;
        };
        Update: {
          author_id?: string;
          check_in_id?: string;
          draft_sealed?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'check_in_drafts_check_in_id_fkey';
            columns: ['check_in_id'];
            isOneToOne: false;
            referencedRelation: 'check_ins';
            referencedColumns: ['id'];
          },
        ];
      };
      check_in_seals: {
        Row: {
          author_id: string | null;
          check_in_id: string;
          sealed_at: string;
          slot: number;
        };
        Insert: {
          author_id?: string | null;
          check_in_id: string;
          sealed_at?: string;
          slot: number;
        };
        Update: {
          author_id?: string | null;
          check_in_id?: string;
          sealed_at?: string;
          slot?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'check_in_seals_check_in_id_fkey';
            columns: ['check_in_id'];
            isOneToOne: false;
            referencedRelation: 'check_ins';
            referencedColumns: ['id'];
          },
        ];
      };
      check_ins: {
        Row: {
          closed_at: string | null;
          document_id: string;
          id: string;
          revealed_at: string | null;
          space_id: string;
          started_at: string;
          started_by: string | null;
          status: string;
        };
        Insert: {
          closed_at?: string | null;
          document_id: string;
          id: string;
          revealed_at?: string | null;
          space_id: string;
          started_at?: string;
          started_by?: string | null;
          status?: string;
        };
        Update: {
          closed_at?: string | null;
          document_id?: string;
          id?: string;
          revealed_at?: string | null;
          space_id?: string;
          started_at?: string;
          started_by?: string | null;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'check_ins_document_id_fkey';
            columns: ['document_id'];
            isOneToOne: true;
            referencedRelation: 'documents';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'check_ins_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      devices: {
        Row: {
          first_seen: string;
          id: string;
          last_seen: string;
          name_sealed: string;
          user_id: string;
        };
        Insert: {
          first_seen?: string;
          id: string;
          last_seen?: string;
          name_sealed: string;
          user_id: string;
        };
        Update: {
          first_seen?: string;
          id?: string;
          last_seen?: string;
          name_sealed?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      document_updates: {
        Row: {
          at: string;
          author_id: string | null;
          body: string;
          document_id: string;
          generation: number;
          seq: number;
        };
        Insert: {
          at?: string;
          author_id?: string | null;
          body: string;
          document_id: string;
          generation: number;
          seq?: never;
        };
        Update: {
          at?: string;
          author_id?: string | null;
          body?: string;
          document_id?: string;
          generation?: number;
          seq?: never;
        };
        Relationships: [
          {
            foreignKeyName: 'document_updates_document_id_fkey';
            columns: ['document_id'];
            isOneToOne: false;
            referencedRelation: 'documents';
            referencedColumns: ['id'];
          },
        ];
      };
      document_versions: {
        Row: {
          at: string;
          author_id: string | null;
          document_id: string;
          generation: number;
          id: string;
          label_sealed: string;
          state_sealed: string;
        };
        Insert: {
          at?: string;
          author_id?: string | null;
          document_id: string;
          generation: number;
          id: string;
          label_sealed: string;
          state_sealed: string;
        };
        Update: {
          at?: string;
          author_id?: string | null;
          document_id?: string;
          generation?: number;
          id?: string;
          label_sealed?: string;
          state_sealed?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'document_versions_document_id_fkey';
            columns: ['document_id'];
            isOneToOne: false;
            referencedRelation: 'documents';
            referencedColumns: ['id'];
          },
        ];
      };
      documents: {
        Row: {
          archived_at: string | null;
          changed_at: string;
          changed_by: string | null;
          created_at: string;
          created_by: string | null;
          deleted_at: string | null;
          epoch: number;
          generation: number;
          id: string;
          kind: string;
          space_id: string;
          title_sealed: string | null;
        };
        Insert: {
          archived_at?: string | null;
          changed_at?: string;
          changed_by?: string | null;
          created_at?: string;
          created_by?: string | null;
          deleted_at?: string | null;
          epoch?: number;
          generation?: number;
          id: string;
          kind: string;
          space_id: string;
          title_sealed?: string | null;
        };
        Update: {
          archived_at?: string | null;
          changed_at?: string;
          changed_by?: string | null;
          created_at?: string;
          created_by?: string | null;
          deleted_at?: string | null;
          epoch?: number;
          generation?: number;
          id?: string;
          kind?: string;
          space_id?: string;
          title_sealed?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'documents_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      former_keyrings: {
        Row: {
          account_key_by_code: string;
          account_key_by_password: string;
          created_at: string;
          ended_at: string;
          id: string;
          kdf: Json;
          log_key_again: string | null;
          pins: string;
          private_key: string;
          private_log_key: string;
          public_key: string;
          user_id: string;
        };
        Insert: {
          account_key_by_code: string;
          account_key_by_password: string;
          created_at: string;
          ended_at?: string;
          id?: string;
          kdf: Json;
          log_key_again?: string | null;
          pins: string;
          private_key: string;
          private_log_key: string;
          public_key: string;
          user_id: string;
        };
        Update: {
          account_key_by_code?: string;
          account_key_by_password?: string;
          created_at?: string;
          ended_at?: string;
          id?: string;
          kdf?: Json;
          log_key_again?: string | null;
          pins?: string;
          private_key?: string;
          private_log_key?: string;
          public_key?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      former_space_keys: {
        Row: {
          epoch: number;
          former_keyring_id: string;
          space_id: string;
          wrapped: string;
        };
        Insert: {
          epoch: number;
          former_keyring_id: string;
          space_id: string;
          wrapped: string;
        };
        Update: {
          epoch?: number;
          former_keyring_id?: string;
          space_id?: string;
          wrapped?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'former_space_keys_former_keyring_id_fkey';
            columns: ['former_keyring_id'];
            isOneToOne: false;
            referencedRelation: 'former_keyrings';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'former_space_keys_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      invites: {
        Row: {
          created_at: string;
          created_by: string;
          expires_at: string;
          id: string;
          inviter_mac: string;
          inviter_public_key: string;
          joiner_id: string | null;
          joiner_mac: string | null;
          joiner_name_sealed: string | null;
          joiner_public_key: string | null;
          joiner_secret_sealed: string | null;
          requested_at: string | null;
          secret_sealed: string | null;
          settled_at: string | null;
          space_id: string;
          state: string;
        };
        Insert: {
          created_at?: string;
          created_by: string;
          expires_at?: string;
          id: string;
          inviter_mac: string;
          inviter_public_key: string;
          joiner_id?: string | null;
          joiner_mac?: string | null;
          joiner_name_sealed?: string | null;
          joiner_public_key?: string | null;
          joiner_secret_sealed?: string | null;
          requested_at?: string | null;
          secret_sealed?: string | null;
          settled_at?: string | null;
          space_id: string;
          state?: string;
        };
        Update: {
          created_at?: string;
          created_by?: string;
          expires_at?: string;
          id?: string;
          inviter_mac?: string;
          inviter_public_key?: string;
          joiner_id?: string | null;
          joiner_mac?: string | null;
          joiner_name_sealed?: string | null;
          joiner_public_key?: string | null;
          joiner_secret_sealed?: string | null;
          requested_at?: string | null;
          secret_sealed?: string | null;
          settled_at?: string | null;
          space_id?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'invites_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      keyrings: {
        Row: {
          account_key_by_code: string;
          account_key_by_password: string;
          code_kept_at: string | null;
          created_at: string;
          kdf: Json;
          pins: string;
          private_key: string;
          private_log_key: string;
          state: string;
          user_id: string;
        };
        Insert: {
          account_key_by_code: string;
          account_key_by_password: string;
          code_kept_at?: string | null;
          created_at?: string;
          kdf: Json;
          pins: string;
          private_key: string;
          private_log_key: string;
          state?: string;
          user_id: string;
        };
        Update: {
          account_key_by_code?: string;
          account_key_by_password?: string;
          code_kept_at?: string | null;
          created_at?: string;
          kdf?: Json;
          pins?: string;
          private_key?: string;
          private_log_key?: string;
          state?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      members: {
        Row: {
          joined_at: string;
          left_at: string | null;
          name_sealed: string | null;
          slot: number;
          space_id: string;
          user_id: string | null;
        };
        Insert: {
          joined_at?: string;
          left_at?: string | null;
          name_sealed?: string | null;
          slot: number;
          space_id: string;
          user_id?: string | null;
        };
        Update: {
          joined_at?: string;
          left_at?: string | null;
          name_sealed?: string | null;
          slot?: number;
          space_id?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'members_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      passkeys: {
        Row: {
          created_on: string;
          details_sealed: string;
          id: string;
          log_key_sealed: string;
          user_id: string;
        };
        Insert: {
          created_on?: string;
          details_sealed: string;
          id: string;
          log_key_sealed: string;
          user_id?: string;
        };
        Update: {
          created_on?: string;
          details_sealed?: string;
          id?: string;
          log_key_sealed?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      private_entries: {
        Row: {
          author_id: string;
          body_sealed: string;
          created_at: string;
          deleted_at: string | null;
          id: string;
          revision: number;
          updated_at: string;
        };
        Insert: {
          author_id?: string;
          body_sealed: string;
          created_at?: string;
          deleted_at?: string | null;
          id: string;
          revision?: number;
          updated_at?: string;
        };
        Update: {
          author_id?: string;
          body_sealed?: string;
          created_at?: string;
          deleted_at?: string | null;
          id?: string;
          revision?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      profiles: {
        Row: {
          created_at: string;
          public_key: string;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          public_key: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          public_key?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      readmissions: {
        Row: {
          commitment: string;
          created_at: string;
          expires_at: string;
          id: string;
          partner_id: string;
          partner_nonce: string | null;
          requester_id: string;
          requester_nonce: string | null;
          requester_public_key: string;
          settled_at: string | null;
          space_id: string;
          state: string;
          tried_at: string[];
        };
        Insert: {
          commitment: string;
          created_at?: string;
          expires_at?: string;
          id: string;
          partner_id: string;
          partner_nonce?: string | null;
          requester_id: string;
          requester_nonce?: string | null;
          requester_public_key: string;
          settled_at?: string | null;
          space_id: string;
          state?: string;
          tried_at?: string[];
        };
        Update: {
          commitment?: string;
          created_at?: string;
          expires_at?: string;
          id?: string;
          partner_id?: string;
          partner_nonce?: string | null;
          requester_id?: string;
          requester_nonce?: string | null;
          requester_public_key?: string;
          settled_at?: string | null;
          space_id?: string;
          state?: string;
          tried_at?: string[];
        };
        Relationships: [
          {
            foreignKeyName: 'readmissions_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      space_keys: {
        Row: {
          created_at: string;
          delivered: string | null;
          delivered_by: string | null;
          epoch: number;
          readmission_id: string | null;
          space_id: string;
          user_id: string;
          wrapped: string | null;
        };
        Insert: {
          created_at?: string;
          delivered?: string | null;
          delivered_by?: string | null;
          epoch: number;
          readmission_id?: string | null;
          space_id: string;
          user_id: string;
          wrapped?: string | null;
        };
        Update: {
          created_at?: string;
          delivered?: string | null;
          delivered_by?: string | null;
          epoch?: number;
          readmission_id?: string | null;
          space_id?: string;
          user_id?: string;
          wrapped?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'space_keys_readmission_id_fkey';
            columns: ['readmission_id'];
            isOneToOne: false;
            referencedRelation: 'readmissions';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'space_keys_space_id_fkey';
            columns: ['space_id'];
            isOneToOne: false;
            referencedRelation: 'spaces';
            referencedColumns: ['id'];
          },
        ];
      };
      spaces: {
        Row: {
          created_at: string;
          ended_by: number | null;
          epoch: number;
          id: string;
          name_sealed: string | null;
          paused_by: number | null;
          paused_until: string | null;
          settings_sealed: string | null;
          status: string;
        };
        Insert: {
          created_at?: string;
          ended_by?: number | null;
          epoch?: number;
          id: string;
          name_sealed?: string | null;
          paused_by?: number | null;
          paused_until?: string | null;
          settings_sealed?: string | null;
          status?: string;
        };
        Update: {
          created_at?: string;
          ended_by?: number | null;
          epoch?: number;
          id?: string;
          name_sealed?: string | null;
          paused_by?: number | null;
          paused_until?: string | null;
          settings_sealed?: string | null;
          status?: string;
        };
        Relationships: [];
      };
    };
    Views: { [_ in never]: never };
    Functions: {
      address_to_leave: {
        Args: {
          secret: string;
        };
        Returns: string;
      };
      admit_partner: {
        Args: {
          delivered_key: string;
          invite_id: string;
          joiner_id: string;
          joiner_public_key: string;
          name_sealed: string;
        };
        Returns: undefined;
      };
      answer_readmission: {
        Args: {
          nonce: string;
          readmission_id: string;
        };
        Returns: undefined;
      };
      ask_readmission: {
        Args: {
          commitment: string;
          public_key: string;
          readmission_id: string;
          space_id: string;
        };
        Returns: undefined;
      };
      close_check_in: {
        Args: {
          check_in_id: string;
        };
        Returns: undefined;
      };
      compact_updates: {
        Args: {
          body: string;
          document_id: string;
          generation: number;
          seqs: number[];
        };
        Returns: number;
      };
      confirm_generation: {
        Args: {
          document_id: string;
          generation: number;
        };
        Returns: undefined;
      };
      create_keyring: {
        Args: {
          account_key_by_code: string;
          account_key_by_password: string;
          kdf: Json;
          pins: string;
          private_key: string;
          private_log_key: string;
          public_key: string;
        };
        Returns: undefined;
      };
      create_space: {
        Args: {
          document_id: string;
          member_name_sealed: string;
          name_sealed: string;
          space_id: string;
          wrapped_key: string;
        };
        Returns: undefined;
      };
      delete_my_account: { Args: Record<PropertyKey, never>; Returns: undefined };
      end_readmission: {
        Args: {
          readmission_id: string;
        };
        Returns: undefined;
      };
      forget_deleted_documents: { Args: Record<PropertyKey, never>; Returns: undefined };
      leave_space: {
        Args: {
          space_id: string;
        };
        Returns: undefined;
      };
      look_at_invite: {
        Args: {
          invite_id: string;
        };
        Returns: Json;
      };
      my_devices: { Args: Record<PropertyKey, never>; Returns: Json };
      my_join_request: { Args: Record<PropertyKey, never>; Returns: Json };
      next_generation: {
        Args: {
          after: number;
          document_id: string;
        };
        Returns: number;
      };
      note_device: {
        Args: {
          device_id: string;
          name_sealed: string;
        };
        Returns: undefined;
      };
      offer_invite: {
        Args: {
          invite_id: string;
          inviter_mac: string;
          inviter_public_key: string;
          secret_sealed: string;
          space_id: string;
        };
        Returns: string;
      };
      open_readmission: {
        Args: {
          nonce: string;
          readmission_id: string;
        };
        Returns: undefined;
      };
      pause_space: {
        Args: {
          space_id: string;
          until: string;
        };
        Returns: undefined;
      };
      prelogin: {
        Args: {
          email: string;
        };
        Returns: Json;
      };
      prepare_new_keys: {
        Args: {
          account_key_by_code: string;
          account_key_by_password: string;
          kdf: Json;
          pins: string;
          private_key: string;
          private_log_key: string;
          public_key: string;
        };
        Returns: undefined;
      };
      prepare_password: {
        Args: {
          account_key_by_password: string;
          kdf: Json;
        };
        Returns: undefined;
      };
      prepare_raise: {
        Args: {
          account_key_by_password: string;
          kdf: Json;
        };
        Returns: undefined;
      };
      put_away_check_in: {
        Args: {
          check_in_id: string;
        };
        Returns: undefined;
      };
      readmit_partner: {
        Args: {
          delivered_keys: Json;
          new_epoch: number;
          readmission_id: string;
          requester_public_key: string;
          wrapped_key: string;
        };
        Returns: undefined;
      };
      request_to_join: {
        Args: {
          invite_id: string;
          joiner_mac: string;
          joiner_name_sealed: string;
          joiner_public_key: string;
          joiner_secret_sealed: string;
        };
        Returns: undefined;
      };
      restore_space_key: {
        Args: {
          epoch: number;
          space_id: string;
          wrapped: string;
        };
        Returns: undefined;
      };
      resume_space: {
        Args: {
          space_id: string;
        };
        Returns: undefined;
      };
      revoke_invite: {
        Args: {
          invite_id: string;
        };
        Returns: undefined;
      };
      seal_answers: {
        Args: {
          answers: Json;
          check_in_id: string;
        };
        Returns: string;
      };
      settle_password: { Args: Record<PropertyKey, never>; Returns: undefined };
      sign_out_device: {
        Args: {
          device_id: string;
        };
        Returns: undefined;
      };
      sign_out_other_devices: { Args: Record<PropertyKey, never>; Returns: undefined };
      start_check_in: {
        Args: {
          check_in_id: string;
          document_id: string;
          space_id: string;
        };
        Returns: undefined;
      };
      try_readmission: {
        Args: {
          readmission_id: string;
        };
        Returns: number;
      };
      was_signed_out: {
        Args: {
          visit: string;
        };
        Returns: boolean;
      };
      withdraw_seal: {
        Args: {
          check_in_id: string;
        };
        Returns: undefined;
      };
    };
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};
