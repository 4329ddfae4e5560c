;;; moonwalk.el --- Debug Lua forward and backward, and its language server  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "27.1") (dap-mode "0.7"))

;;; Commentary:

;; Registers Moonwalk's debug adapter with dap-mode and adds the commands for going through time that dap-mode lacks.
;; Registers Moonwalk's language server with eglot, where that is.

;;; Code:

(require 'dap-mode)
(require 'dap-ui)

(defgroup moonwalk nil
  "Debug Lua forward and backward."
  :group 'dap-mode)

(defcustom moonwalk-command '("moonwalk")
  "The command that starts Moonwalk, with its arguments; `dap' or `lsp' is added."
  :type '(repeat string))

(defcustom moonwalk-lua nil
  "The version of Lua that programs are written in; nil for the server's guess, and 5.4 for programs that run."
  :type '(choice (const nil) (const "5.1") (const "5.2") (const "5.3") (const "5.4") (const "5.5") (const "luajit")
                 (const "macro")))

;;; Beginning

(defun moonwalk--complete (configuration)
  "Add to CONFIGURATION what it leaves out."
  (setq configuration (dap--put-if-absent configuration :dap-server-path (append moonwalk-command '("dap"))))
  (setq configuration (dap--put-if-absent configuration :program (buffer-file-name)))
  (setq configuration (dap--put-if-absent configuration :cwd (expand-file-name default-directory)))
  (if moonwalk-lua (dap--put-if-absent configuration :lua moonwalk-lua) configuration))

(dap-register-debug-provider "moonwalk" #'moonwalk--complete)

(dap-register-debug-template "Moonwalk: this file"
                             (list :type "moonwalk" :request "launch" :name "Moonwalk: this file"))

(dap-register-debug-template "Moonwalk: this file, from its end"
                             (list :type "moonwalk" :request "launch" :name "Moonwalk: this file, from its end"
                                   :startAtEnd t))

(defun moonwalk-attach (port)
  "Debug the Lua of a Python program that listens at PORT (`VM.listen_dap')."
  (interactive "nPort: ")
  (dap-debug (list :type "moonwalk" :request "attach" :name "Moonwalk: in Python" :port port)))

(defun moonwalk-open-recording (file &optional moment)
  "Look at the recorded run in FILE, from its end or from MOMENT."
  (interactive "fRecording: ")
  (when moment
    (letrec ((go (lambda (_session)
                   (remove-hook 'dap-stopped-hook go)
                   (moonwalk-goto moment))))
      (add-hook 'dap-stopped-hook go)))
  (dap-debug (list :type "moonwalk" :request "launch" :name "Moonwalk: recording"
                   :program (expand-file-name file) :startAtEnd t)))

;;; What the program reads

(defun moonwalk-input (text)
  "Type the line TEXT for the program to read, which waits for it."
  (interactive "sInput: ")
  (moonwalk--ask "evaluate" (list :expression (concat ":input " text) :context "repl")))

(define-advice dap--on-event (:after (_session event) moonwalk-waits)
  "Say that the program waits for input: dap-mode shows only what programs print, and its console takes no input then."
  (let* ((body (gethash "body" event))
         (data (and (hash-table-p body) (gethash "data" body))))
    (when (and (hash-table-p data) (gethash "waitsForInput" data))
      (message "The program waits for input: M-x moonwalk-input"))))

(define-advice dap--start-process (:around (start session request) moonwalk-environment)
  "Give a terminal the environment variables that an adapter asks for, which dap-mode forgets."
  (let ((process-environment (copy-sequence process-environment))
        (wanted (gethash "env" (gethash "arguments" request))))
    (when (hash-table-p wanted)
      (maphash #'setenv wanted))
    (funcall start session request)))

;;; Going through time

(defun moonwalk--ask (request &optional arguments then-do)
  "Send REQUEST with ARGUMENTS to the current session, and give the answer's body to THEN-DO."
  (let ((session (dap--cur-session-or-die)))
    (dap--send-message
     (dap--make-request request (append (list :threadId (or (dap--debug-session-thread-id session) 1)) arguments))
     (lambda (response)
       (if (gethash "success" response)
           (when then-do (funcall then-do (gethash "body" response)))
         (message "Moonwalk: %s" (gethash "message" response))))
     session)))

(defun moonwalk--move (request &optional arguments)
  "Send REQUEST with ARGUMENTS, which moves the program, to the current session.
dap-mode is to know of it once the adapter has agreed, so that it takes the next stop for one."
  (let ((session (dap--cur-session-or-die)))
    (moonwalk--ask request arguments (lambda (_body) (dap--resume-application session)))))

(defun moonwalk--frame ()
  "The frame that the user looks at, as arguments."
  (let ((frame (dap--debug-session-active-frame (dap--cur-session-or-die))))
    (when frame (list :frameId (gethash "id" frame)))))

(defun moonwalk--read-name (prompt)
  "Ask for a variable or field with PROMPT; the symbol at point by default."
  (read-string prompt (thing-at-point 'symbol t)))

(defun moonwalk-step-back ()
  "Step back to the previous line, over calls."
  (interactive)
  (moonwalk--move "stepBack"))

(defun moonwalk-step-back-in ()
  "Step back to the previous line, into calls."
  (interactive)
  (moonwalk--move "moonwalk/reverseStepIn"))

(defun moonwalk-step-back-out ()
  "Go back to before the function was called."
  (interactive)
  (moonwalk--move "moonwalk/reverseStepOut"))

(defun moonwalk-reverse-continue ()
  "Go back to the previous breakpoint, or to the start."
  (interactive)
  (moonwalk--move "reverseContinue"))

(defun moonwalk-goto (moment)
  "Go to MOMENT, a number of steps since the start."
  (interactive "nGo to step: ")
  (moonwalk--move "moonwalk/seek" (list :t moment)))

(defun moonwalk-who (name)
  "Go back to before the last write to the variable or field NAME."
  (interactive (list (moonwalk--read-name "Back to the last write to: ")))
  (moonwalk--move "moonwalk/lastWrite" (append (list :expression name) (moonwalk--frame))))

(defun moonwalk-next-write (name)
  "Go on to before the next write to the variable or field NAME."
  (interactive (list (moonwalk--read-name "On to the next write to: ")))
  (moonwalk--move "moonwalk/nextWrite" (append (list :expression name) (moonwalk--frame))))

(defun moonwalk-branch ()
  "Give up what comes after the present moment: the program runs on from here."
  (interactive)
  (moonwalk--ask "moonwalk/branch"))

(defun moonwalk-where ()
  "Say where in the run the program stands."
  (interactive)
  (moonwalk--ask "moonwalk/timeline" nil
                 (lambda (timeline)
                   (message "t=%d of %d, from t=%d"
                            (gethash "t" timeline) (gethash "newest" timeline) (gethash "oldest" timeline)))))

;;; Lists of moments

(defvar-local moonwalk--text nil
  "What a moment is called in this list.")

(define-derived-mode moonwalk-moments-mode tabulated-list-mode "Moments"
  "A list of moments: RET goes to the one at point."
  (setq tabulated-list-format [("t" 10 nil) ("Where" 24 t) ("What" 0 t)])
  (tabulated-list-init-header))

(define-key moonwalk-moments-mode-map (kbd "RET") #'moonwalk-goto-moment)

(defun moonwalk-goto-moment ()
  "Go to the moment at point."
  (interactive)
  (moonwalk-goto (tabulated-list-get-id)))

(defun moonwalk--show (title moments text-of)
  "Show MOMENTS in a buffer called TITLE; TEXT-OF tells what each was."
  (with-current-buffer (get-buffer-create (format "*moonwalk: %s*" title))
    (moonwalk-moments-mode)
    (setq tabulated-list-entries
          (mapcar (lambda (moment)
                    (let* ((source (gethash "source" moment))
                           (where (if source (format "%s:%s" (gethash "name" source) (gethash "line" moment)) "")))
                      (list (gethash "t" moment)
                            (vector (number-to-string (gethash "t" moment)) where (funcall text-of moment)))))
                  (append moments nil)))
    (tabulated-list-print)
    (display-buffer (current-buffer))))

(defun moonwalk-history (name)
  "List the writes to the variable or field NAME over the whole run."
  (interactive (list (moonwalk--read-name "The values of: ")))
  (moonwalk--ask "moonwalk/history" (append (list :expression name) (moonwalk--frame))
                 (lambda (body)
                   (moonwalk--show (concat "values of " name) (gethash "writes" body)
                                   (lambda (write)
                                     (format "%s → %s" (gethash "old" write) (gethash "new" write)))))))

(defun moonwalk-calls (name)
  "List the calls of the function NAME over the whole run."
  (interactive (list (moonwalk--read-name "The calls of: ")))
  (moonwalk--ask "moonwalk/calls" (list :function name)
                 (lambda (body)
                   (moonwalk--show (concat "calls of " name) (gethash "calls" body)
                                   (lambda (call)
                                     (format "%s(%s)%s" (gethash "function" call) (gethash "arguments" call)
                                             (cond ((gethash "error" call) (concat " failed: " (gethash "error" call)))
                                                   ((gethash "results" call) (concat " → " (gethash "results" call)))
                                                   (t ""))))))))

(defun moonwalk-origin (name)
  "List what gave the variable or field NAME its value, what that read, and so on back to literals and inputs."
  (interactive (list (moonwalk--read-name "Why is this value here: ")))
  (moonwalk--ask "moonwalk/origin" (append (list :expression name) (moonwalk--frame))
                 (lambda (body)
                   (moonwalk--show (concat "origin of " name) (moonwalk--flat (gethash "root" body) "")
                                   (lambda (node)
                                     (format "%s%s = %s: %s" (gethash "indent" node) (gethash "name" node)
                                             (gethash "value" node) (gethash "how" node)))))))

(defun moonwalk--flat (node indent)
  "NODE of an origin, which gets INDENT, and those below it, as a list."
  (puthash "indent" indent node)
  (cons node (seq-mapcat (lambda (child) (moonwalk--flat child (concat indent "  "))) (gethash "children" node))))

;;; The language server

(defun moonwalk--server (&rest _)
  "The command of the language server."
  (append moonwalk-command '("lsp")))

(defun moonwalk--forget-ended-sessions ()
  "Let dap-mode forget sessions whose adapter is gone: it sends them new breakpoints, which fails."
  (dap--set-sessions
   (seq-filter (lambda (session) (process-live-p (dap--debug-session-proc session))) (dap--get-sessions))))

(defun moonwalk--record-and-debug (path &optional line)
  "Record a run of the program in PATH to its end, and debug that; with a breakpoint on LINE (from 0), if given.
The recording goes where the language server looks for those of the project."
  (find-file path)
  (moonwalk--forget-ended-sessions)
  (when line
    (save-excursion
      (goto-char (point-min))
      (forward-line line)
      (dap-breakpoint-add)))
  (let ((root (or (locate-dominating-file path ".moonwalk") (vc-root-dir) default-directory)))
    (dap-debug (list :type "moonwalk" :request "launch" :name "Moonwalk: recorded file" :program path
                     :record (expand-file-name (concat ".moonwalk/" (file-name-base path) ".mwk") root)))))

(defun moonwalk-record-and-debug ()
  "Record a run of this file's program to its end, and debug that."
  (interactive)
  (moonwalk--record-and-debug (buffer-file-name)))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons '(lua-mode lua-ts-mode) #'moonwalk--server)))

;; What the server's code lenses and code actions ask the editor for.  eglot shows no code lenses: `moonwalk-lenses' does.
(with-eval-after-load 'eglot
  (cl-defmethod eglot-execute-command (_server (_command (eql moonwalk.openRecording)) arguments)
    "Debug a recording from a moment."
    (apply #'moonwalk-open-recording (append arguments nil)))
  (cl-defmethod eglot-execute-command (_server (_command (eql moonwalk.recordAndDebug)) arguments)
    "Record and debug the program of a file, with a breakpoint on a line."
    (moonwalk--record-and-debug (eglot--uri-to-path (elt arguments 0))
                                (and (> (length arguments) 1) (elt arguments 1))))
  (cl-defmethod eglot-execute-command (_server (_command (eql moonwalk.showReferences)) arguments)
    "List the places that refer to a name."
    (xref-show-xrefs
     (lambda ()
       (mapcar (lambda (place)
                 (eglot--xref-make-match "reference" (plist-get place :uri) (plist-get place :range)))
               (append (elt arguments 2) nil)))
     nil)))

(defun moonwalk--lenses (server)
  "The code lenses that SERVER has for the current buffer, each resolved."
  (mapcar (lambda (lens)
            (if (plist-get lens :command) lens (jsonrpc-request server :codeLens/resolve lens)))
          (append (jsonrpc-request server :textDocument/codeLens
                                   (list :textDocument (eglot--TextDocumentIdentifier)))
                  nil)))

(defun moonwalk-lenses ()
  "Choose from what the language server knows of the functions and loops here, and do it.
Those of the last function or loop that begins before point come first."
  (interactive)
  (let* ((server (eglot--current-server-or-lose))
         (here (1- (line-number-at-pos)))
         (found (mapcar (lambda (lens)
                          (let ((line (plist-get (plist-get (plist-get lens :range) :start) :line)))
                            (list line (format "%d: %s" (1+ line) (plist-get (plist-get lens :command) :title))
                                  (plist-get lens :command))))
                        (moonwalk--lenses server)))
         (above (seq-filter (lambda (one) (<= (car one) here)) found))
         (nearest (and above (apply #'max (mapcar #'car above))))
         (near (seq-filter (lambda (one) (eql (car one) nearest)) found))
         (choices (mapcar #'cdr (append near (seq-difference found near)))))
    (unless choices
      (user-error "The language server says nothing of this file"))
    (let ((command (cadr (assoc (completing-read "Lens: " choices nil t) choices))))
      (unless (string-empty-p (or (plist-get command :command) ""))
        (eglot-execute-command server (intern (plist-get command :command)) (plist-get command :arguments))))))

(provide 'moonwalk)
;;; moonwalk.el ends here
