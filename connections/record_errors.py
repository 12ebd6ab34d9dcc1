"""What the error codes of one record mean: a table, read by ``errors``.

Pure. Source: salesforce-facts 7 and 9.
"""

from __future__ import annotations

from .error_kinds import WAIT, ErrorClass, Meaning, by_code

_DATA, _PERMISSION, _GONE = ErrorClass.DATA, ErrorClass.PERMISSION, ErrorClass.GONE

# Two codes mean several things; the message tells which (``errors.classify``).
LOCKED = Meaning(ErrorClass.LOCK, "Something else was changing the same record.", WAIT, retry=True)
AUTOMATION_BUSY = Meaning(
    ErrorClass.TRANSIENT, "The org's own automation ran out of time.", WAIT, retry=True
)
AMBIGUOUS = Meaning(
    _DATA,
    "Several records in Salesforce have the same {field}. Inlet never picks one at random.",
    "Merge them in Salesforce, and make the field unique.",
    bare="Several records in Salesforce have the same external Id. Inlet never picks one at "
    "random.",
)
NOT_FOUND = Meaning(
    _GONE,
    "Salesforce doesn't find the {object}, or doesn't show it to our user.",
    "Nothing to do at first: Inlet looks for this person again. If it stays, ask an admin whether "
    "our user may see it.",
    retry=True,
)

_VALUES = (
    (
        "REQUIRED_FIELD_MISSING RECORD_MISSING_REQUIRED_FIELD",
        Meaning(
            _DATA,
            "{field} is missing. Salesforce requires it on every {object}.",
            "Map a source field to it, or give it a default.",
            bare="A field is missing that Salesforce requires on every {object}: {message}",
            many="{fields} are missing. Salesforce requires them on every {object}.",
        ),
    ),
    (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        Meaning(
            _DATA,
            "Salesforce has no {field} called “{value}”.",
            "Map the value to one that the org has, or ask an admin to add it.",
            bare="Salesforce doesn't know a value of one of its picklists: {message}",
        ),
    ),
    (
        "INVALID_EMAIL_ADDRESS",
        Meaning(
            _DATA,
            "“{value}” isn't an e-mail address that Salesforce takes in {field}.",
            "Correct the address, or let the mapping leave such addresses out.",
            bare="Salesforce doesn't take the e-mail address: {message}",
        ),
    ),
    (
        "STRING_TOO_LONG MAX_TASK_DESCRIPTION_EXCEEEDED",
        Meaning(
            _DATA,
            "The value for {field} is longer than the field.",
            "Let the mapping shorten it, or map it to a longer field.",
            bare="A value is longer than its field: {message}",
        ),
    ),
    (
        "INVALID_TYPE_ON_FIELD_IN_RECORD NUMBER_OUTSIDE_VALID_RANGE JSON_PARSER_ERROR "
        "DATE_OUT_OF_RANGE TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET INVALID_RECORD_ATTRIBUTE_VALUE "
        "INVALID_CURRENCY_ISO INVALID_INET_ADDRESS",
        Meaning(
            _DATA,
            "{field} can't hold “{value}”.",
            "Change the value in the mapping.",
            bare="A value doesn't fit its field: {message}",
        ),
    ),
    (
        "FIELD_INTEGRITY_EXCEPTION",
        Meaning(
            _DATA,
            "“{value}” in {field} doesn't go with the other values of this {object}.",
            "Map it to a value that the org allows together with the country or parent value.",
            bare="Two values of this {object} don't go together: {message}",
        ),
    ),
    (
        "INVALID_STATUS",
        Meaning(
            _DATA,
            "The org doesn't allow the status “{value}” here.",
            "Map the status to one that the org allows.",
            bare="The org doesn't allow this status: {message}",
        ),
    ),
    (
        "UNSAFE_HTML_CONTENT INVALID_MARKUP",
        Meaning(
            _DATA,
            "Salesforce refuses the markup in {field}.",
            "Let the mapping remove the markup.",
            bare="Salesforce refuses the markup in one of the values: {message}",
        ),
    ),
    (
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        Meaning(
            _DATA,
            "A rule of the org refused this {object}: “{message}”",
            "Correct the values in the mapping, or ask an admin to change the validation rule.",
        ),
    ),
    (
        "DUPLICATE_VALUE",
        Meaning(
            _DATA,
            "Another record already has this {field}, and two may not share it.",
            "Nothing to do at first: Inlet looks for this person again. If it stays, compare the "
            "two records in Salesforce.",
            retry=True,
            bare="Another record already has one of these values, and two may not share it.",
        ),
    ),
    ("DUPLICATE_EXTERNAL_ID", AMBIGUOUS),
    (
        "FIND_DUPLICATES_ERROR MATCH_RUNTIME_ERROR MATCH_SERVICE_ERROR MATCH_SERVICE_TIMED_OUT "
        "MATCH_SERVICE_UNAVAILABLE_ERROR",
        Meaning(
            ErrorClass.TRANSIENT, "The org couldn't run its duplicate rules.", WAIT, retry=True
        ),
    ),
    (
        "PICKLIST_INACTIVE_VALUES_EXCEEDED TOO_MANY_ENUM_VALUE",
        Meaning(
            ErrorClass.LIMIT,
            "A picklist of the org holds as many values as it can: {message}",
            "Map the value to one that the org has, or ask an admin to delete unused ones.",
        ),
    ),
    (
        "DUPLICATE_DEVELOPER_NAME",
        Meaning(
            _DATA,
            "The org has something of this name already: {message}",
            "Compare what is there with what was to be made, or take another name.",
        ),
    ),
    (
        "DUPLICATES_DETECTED",
        Meaning(
            ErrorClass.DUPLICATE_RULE,
            "A duplicate rule of the org stopped this {object}: “{message}”",
            "Choose in the mapping what to do with duplicates, or settle this one by hand.",
        ),
    ),
)

_REFERENCES = (
    (
        "MALFORMED_ID INVALID_ID_FIELD",
        Meaning(
            _DATA,
            "“{value}” in {field} isn't the Id of a record that belongs there.",
            "Correct the Id in the mapping or in the payload.",
            bare="An Id doesn't belong where it stands: {message}",
        ),
    ),
    (
        "INVALID_CROSS_REFERENCE_KEY INVALID_CROSS_REFERENCE_TYPE_FOR_FIELD CANNOT_REPARENT_RECORD "
        "CIRCULAR_DEPENDENCY",
        Meaning(
            _DATA,
            "{field} refers to a record that isn't there, or that our user may not use.",
            "Choose another one in the mapping.",
            bare="This {object} refers to a record that isn't there, or that our user may not "
            "use: {message}",
        ),
    ),
    (
        "FIELD_FILTER_VALIDATION_EXCEPTION RELATED_ENTITY_FILTER_VALIDATION_EXCEPTION",
        Meaning(
            _DATA,
            "The org's filter on {field} refuses the record that we put there.",
            "Choose another record in the mapping.",
            bare="A lookup filter of the org refuses a record that we put there: {message}",
        ),
    ),
    (
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY CHILD_SHARE_FAILS_PARENT "
        "SHARE_NEEDED_FOR_CHILD_OWNER UNAVAILABLE_RECORDTYPE_EXCEPTION INVALID_RECORD_TYPE",
        Meaning(
            _PERMISSION,
            "Our user may not see a record that this {object} refers to: {message}",
            "Ask an admin to share that owner, account, campaign or record type with our user.",
        ),
    ),
    (
        "INACTIVE_OWNER_OR_USER OP_WITH_INVALID_USER_TYPE_EXCEPTION TRANSFER_REQUIRES_READ "
        "INVALID_ASSIGNMENT_RULE INVALID_ASSIGNEE_TYPE INVALID_OWNER",
        Meaning(
            _PERMISSION,
            "Salesforce doesn't give this {object} to the owner we chose: {message}",
            "Choose an active user, or a queue that takes Leads, in the routing.",
        ),
    ),
)

_RIGHTS = (
    (
        "INVALID_FIELD",
        Meaning(
            _PERMISSION,
            "Salesforce shows us no field {field}. It was deleted or renamed, or our user may not "
            "see it.",
            "Ask an admin for access to the field, or take it out of the mapping.",
            bare="Salesforce doesn't show us one of the fields: {message}",
        ),
    ),
    (
        "INVALID_FIELD_FOR_INSERT_UPDATE FIELD_NOT_UPDATABLE",
        Meaning(
            _PERMISSION,
            "Inlet may not edit the field {field}.",
            "Ask an admin to let our user edit it, or take it out of the mapping.",
            bare="Inlet may not edit one of the fields: {message}",
            many="Inlet may not edit the fields {fields}.",
        ),
    ),
    (
        "INSUFFICIENT_ACCESS_OR_READONLY INSUFFICIENT_ACCESS ENTITY_IS_LOCKED "
        "INVALID_READ_ONLY_USER_DML",
        Meaning(
            _PERMISSION,
            "Our user may not change this {object}, or an approval has locked it.",
            "Ask an admin for the right to edit it.",
        ),
    ),
    (
        "APEX_DATA_ACCESS_RESTRICTION",
        Meaning(
            _PERMISSION,
            "The org's own code may not reach this data: {message}",
            "Ask an admin to correct that code.",
        ),
    ),
)

_STATE = (
    (
        "UNABLE_TO_LOCK_ROW PRECONDITION_FAILED UNABLE_TO_LOCK_RECORD RECORD_LOCKED CONFLICT "
        "COLLISION_DETECTED OPERATION_CONFLICT RECORD_IN_USE_BY_WORKFLOW "
        "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE TERRITORY_REALIGN_IN_PROGRESS",
        LOCKED,
    ),
    (
        "ENTITY_IS_DELETED",
        Meaning(
            _GONE,
            "The {object} was deleted or merged in Salesforce.",
            "Nothing to do. Inlet looks for this person again.",
            retry=True,
        ),
    ),
    ("NOT_FOUND RECORD_NOT_FOUND MISSING_RECORD", NOT_FOUND),
    (
        "CANNOT_UPDATE_CONVERTED_LEAD",
        Meaning(
            _GONE,
            "The Lead was converted. Salesforce lets nobody change it any more.",
            "Nothing to do. Inlet goes on with the Contact.",
            retry=True,
        ),
    ),
    (
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY APEX_FAILED CUSTOM_APEX_ERROR "
        "SELF_REFERENCE_FROM_TRIGGER UNSUPPORTED_APEX_TRIGGER_OPERATON",
        Meaning(
            _DATA,
            "An automation in the org (an Apex trigger) failed on this record: {message}",
            "Ask an admin to correct the trigger, then send the lead again.",
        ),
    ),
    (
        "CANNOT_EXECUTE_FLOW_TRIGGER FLOW_EXCEPTION SELF_REFERENCE_FROM_FLOW "
        "MAX_DEPTH_IN_FLOW_EXECUTION",
        Meaning(
            _DATA,
            "An automation in the org (a flow) failed on this record: {message}",
            "Ask an admin to correct the flow, then send the lead again.",
        ),
    ),
    (
        "ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED BATCH_PROCESSING_HALTED "
        "FAILED_DUE_TO_OTHER_INPUTS",
        Meaning(
            ErrorClass.TRANSIENT, "Another record of the same call stopped it.", WAIT, retry=True
        ),
    ),
)

RECORD_ERRORS = by_code((*_VALUES, *_REFERENCES, *_RIGHTS, *_STATE))
